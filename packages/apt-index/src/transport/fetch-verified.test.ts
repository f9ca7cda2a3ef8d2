import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Mishap, mishaps, serveArchive } from '@apt2ostree/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { debUrls } from '../addresses/deb-urls.js'
import { FetchError } from '../errors.js'
import { fetchVerified } from './fetch-verified.js'
import { createNetwork } from './network.js'

const content = Buffer.alloc(300_000, 'a .deb ')
const digest = (name: string) => createHash(name).update(content).digest('hex')
const filename = 'pool/main/a/alpha_1.0-1_amd64.deb'
const deb = { filename, sha256: digest('sha256'), sha1: digest('sha1') }
const network = createNetwork({ retries: 2, retryDelay: 1, timeout: 500 })
const wanted = {
  size: content.length,
  digest: { algorithm: 'sha256', hex: deb.sha256 },
  network,
} as const

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fetch-'))
  path = join(folder, 'alpha.deb')
})
afterEach(() => rm(folder, { recursive: true }))

interface Served {
  readonly files?: readonly string[]
  readonly mishap?: Mishap
}

/** Serves the .deb at the paths of each mirror and fetches it; returns who was asked for what. */
async function fetchFrom(mirrors: readonly Served[], template = '') {
  const servers = await Promise.all(
    mirrors.map(({ files = [filename], mishap }) =>
      serveArchive(new Map(files.map((path) => [path, content])), mishap && { '': mishap }),
    ),
  )
  try {
    const urls = debUrls(
      deb,
      servers.map(({ uri }) => uri + template),
    )
    const error = await fetchVerified({ ...wanted, urls, path }).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    return { error, requests: servers.map(({ requests }) => requests) }
  } finally {
    await Promise.all(servers.map((server) => server.close()))
  }
}

describe('a .deb', () => {
  it.each<{ summary: string; mirrors: Served[]; template?: string; requests: number[] }>([
    { summary: 'from its mirror', mirrors: [{}], requests: [1] },
    { summary: 'from the second mirror', mirrors: [{ files: [] }, {}], requests: [1, 1] },
    {
      summary: 'from the second mirror, where the first has another file',
      mirrors: [{ mishap: mishaps.sendChanged((file) => Buffer.alloc(file.length)) }, {}],
      requests: [1, 1],
    },
    {
      summary: 'in two pieces, the connection having been reset',
      mirrors: [{ mishap: mishaps.atFirst(1, mishaps.resetHalfWay) }],
      requests: [2],
    },
    {
      summary: 'in two pieces, from two mirrors',
      mirrors: [{ mishap: mishaps.resetHalfWay }, {}],
      requests: [1, 1],
    },
    {
      summary: 'after the server recovered',
      mirrors: [{ mishap: mishaps.atFirst(2, mishaps.failWith(503)) }],
      requests: [3],
    },
    {
      summary: 'that has left the archive, from a store by hash',
      mirrors: [{ files: [] }, { files: [`by-hash/SHA256/${deb.sha256}`] }],
      template: 'by-hash/SHA256/{sha256}',
      requests: [1, 1],
    },
    {
      summary: 'from a store by SHA-1, still checked by SHA-256',
      mirrors: [{ files: [`file/${deb.sha1}`] }],
      template: 'file/{sha1}',
      requests: [1],
    },
  ])('is fetched $summary', async ({ mirrors, template, requests }) => {
    const outcome = await fetchFrom(mirrors, template)
    expect(outcome.error).toBeUndefined()
    expect(outcome.requests.map((paths) => paths.length)).toEqual(requests)
    expect(content.equals(await readFile(path))).toBe(true)
    expect(await readdir(folder)).toEqual(['alpha.deb'])
  })

  it.each<{ summary: string; mishap: Mishap; failure: string }>([
    { summary: 'missing', mishap: mishaps.failWith(404), failure: 'not-found' },
    { summary: 'another', mishap: mishaps.sendInstead('login'), failure: 'mismatch' },
    { summary: 'always cut short', mishap: mishaps.endHalfWay, failure: 'transient' },
    { summary: 'stalled', mishap: mishaps.stall, failure: 'transient' },
  ])('that is $summary leaves nothing', async ({ mishap, failure }) => {
    const { error } = await fetchFrom([{ mishap }])
    expect(error).toBeInstanceOf(FetchError)
    expect(error).toMatchObject({ failure })
    expect(await readdir(folder)).toEqual([])
  })

  it('that is nowhere is named', async () => {
    await expect(fetchVerified({ ...wanted, urls: [], path })).rejects.toThrow(
      'cannot fetch "alpha.deb": nothing is known of where it may be',
    )
  })

  it('whose fetch is aborted leaves nothing', async () => {
    const server = await serveArchive(new Map([[filename, content]]), { '': mishaps.stall })
    const abort = new AbortController()
    const onProgress = () => abort.abort(new Error('enough'))
    const urls = debUrls(deb, [server.uri])
    const options = { ...wanted, urls, path, signal: abort.signal, onProgress }
    await expect(fetchVerified(options)).rejects.toThrow('enough')
    expect(await readdir(folder)).toEqual([])
    await server.close()
  })
})

it.each([
  {
    mirror: 'http://a.example.org/debian',
    url: 'http://a.example.org/debian/pool/g%2B%2B_1~rc1.deb',
  },
  { mirror: 'http://a.example.org/{sha256}', url: 'http://a.example.org/5ha' },
  {
    mirror: 'http://a.example.org/x?f={filename}',
    url: 'http://a.example.org/x?f=pool/g%2B%2B_1~rc1.deb',
  },
  { mirror: 'http://a.example.org/{sha1}', url: undefined },
])('expands $mirror', ({ mirror, url }) => {
  const urls = debUrls({ filename: 'pool/g++_1~rc1.deb', sha256: '5ha' }, [mirror])
  expect(urls).toEqual(url === undefined ? [] : [url])
})

it('refuses a template with an unknown placeholder', () => {
  expect(() =>
    debUrls({ filename: 'a.deb', sha256: '5ha' }, ['http://a.example.org/{md5}']),
  ).toThrow('unknown {md5}')
})
