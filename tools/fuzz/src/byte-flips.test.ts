import { execFile } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { unpackLock } from '@apt2ostree/deb2ostree'
import { parseStanzas } from '@apt2ostree/deb822'
import { type Lockfile, packageFromStanza } from '@apt2ostree/lockfile'
import { commitTree, initRepo, openRepo, type Repo } from '@apt2ostree/ostree-repo'
import { readLayers, unionLayers } from '@apt2ostree/ostree-union'
import { buildPool, buildSuite, createSigningKey } from '@apt2ostree/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomNumbers } from './mutate.js'

/** In all stages together: a sample in passing, 500 with `npm run test:flips`. */
const FLIPS = Number(process.env.FLIPS ?? 20)
const SEED = 14_6

/** A place where damage may happen, and what is made of it, as text to be compared. */
interface Stage {
  /** How many of a hundred flips it gets. */
  readonly share: number
  /** The folder with what is flipped. */
  readonly from: () => string
  readonly work: (folder: string) => Promise<string>
}

const folder = mkdtempSync(join(tmpdir(), 'byte-flips-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)
let lock: Lockfile

beforeAll(async () => {
  const key = await createSigningKey({ type: 'ed25519' })
  const { files, packages } = buildPool([
    {
      fields: { Package: 'left', Depends: 'right' },
      files: [{ path: './usr/share/left', content: 'left\n' }],
    },
    { fields: { Package: 'right' }, files: [{ path: './usr/share/right', content: 'right\n' }] },
  ])
  const suite = await buildSuite({
    indexes: { 'main/binary-amd64/Packages': packages },
    keys: [key],
  })
  writeTree(at('archive'), new Map([...suite, ['key.asc', Buffer.from(key.armoured)]]))
  writeTree(
    at('pool'),
    new Map([...files].map(([name, bytes]) => [name.slice(name.lastIndexOf('/') + 1), bytes])),
  )
  lock = lockOf(packages)
  const repo = quickRepo(at('repo'))
  await unpack(repo, at('pool'))
  await commitTree(
    repo,
    { rev: await image(repo, at('pool')) },
    { branch: 'configured', timestamp: 0 },
  )
  await apt(at('archive'), at('cache'))
}, 120_000)

const stages: Record<string, Stage> = {
  archive: {
    share: 20,
    from: () => at('archive'),
    work: (damaged) => apt(damaged, `${damaged}-cache`),
  },
  cache: { share: 10, from: () => at('cache'), work: (damaged) => apt(at('archive'), damaged) },
  pool: {
    share: 20,
    from: () => at('pool'),
    work: (damaged) => image(quickRepo(`${damaged}-repo`), damaged),
  },
  layers: {
    share: 30,
    from: () => at('repo'),
    work: async (damaged) => image(openRepo(damaged), at('pool')),
  },
  configured: {
    share: 20,
    from: () => at('repo'),
    work: async (damaged) =>
      commitTree(openRepo(damaged), { rev: 'configured' }, { branch: 'os', timestamp: 0 }),
  },
}

describe.each(Object.entries(stages))('one flipped byte: %s', (name, { share, from, work }) => {
  it('is an error, or changes nothing', { timeout: 3_600_000 }, async () => {
    const random = randomNumbers(SEED + share + name.length)
    const sound = copyOf(from(), name, 'sound')
    const expected = await work(sound)
    const outcomes = { refused: 0, same: 0 }
    for (let i = 0; i < Math.ceil((FLIPS * share) / 100); i++) {
      const damaged = copyOf(from(), name, `${i}`)
      const where = flip(damaged, random)
      const result = await work(damaged).catch((error: Error) => error)
      if (result instanceof Error) {
        outcomes.refused += 1
        expect(result, `${where}: ${result.stack}`).toHaveProperty('code')
      } else {
        outcomes.same += 1
        expect(result, where).toBe(expected)
      }
      for (const used of [damaged, `${damaged}-cache`, `${damaged}-repo`]) {
        rmSync(used, { recursive: true, force: true })
      }
    }
    console.log([name, `${outcomes.refused} refused`, `${outcomes.same} without effect`].join('\t'))
  })
})

/** The checksum of the image that the lock makes. */
async function image(repo: Repo, pool: string): Promise<string> {
  const { layers } = await unpack(repo, pool)
  return unionLayers(
    repo,
    readLayers(
      repo,
      layers.map(({ ref }) => ref),
    ),
  )
}

const unpack = (repo: Repo, pool: string) =>
  unpackLock(repo, lock, { jobs: 1, pool, archives: async () => ({ mirrors: [], sources: [] }) })

/** What apt-index prints of an archive. It throws an error with a code where it fails. */
async function apt(archive: string, cache: string): Promise<string> {
  const program = fileURLToPath(
    new URL('../../../packages/apt-index/bin/apt-index.js', import.meta.url),
  )
  const source = `deb [signed-by=${archive}/key.asc] file://${archive} stable main`
  const args = ['packages', '--arch', 'amd64', '--source', source, '--cache-dir', cache, '--quiet']
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args])
  // What is said of the source itself names its folder.
  return [...parseStanzas(stdout)]
    .flatMap((stanza) => (stanza.get('Package') === undefined ? [] : [stanza.text]))
    .join('\n')
}

function lockOf(packages: string): Lockfile {
  const locked = [...parseStanzas(packages)].map((stanza) =>
    packageFromStanza(stanza, { automatic: false }),
  )
  const options = { recommends: false, essential: false, required: false, exclude: [] }
  const empty = { foreignArchitectures: [], requests: [], options, releases: [] } as const
  return { version: 1, architecture: 'amd64', ...empty, packages: locked }
}

function quickRepo(path: string): Repo {
  initRepo(path, 'archive')
  writeFileSync(`${path}/config`, '[core]\nrepo_version=1\nmode=archive-z2\nfsync=false\n')
  return openRepo(path)
}

function writeTree(root: string, files: ReadonlyMap<string, Uint8Array | string>): void {
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), bytes)
  }
}

function copyOf(from: string, name: string, copy: string): string {
  const to = join(folder, `${name}-${copy}`)
  cpSync(from, to, { recursive: true })
  return to
}

/** Flips a bit of one byte in one of the files, and says where. */
function flip(root: string, random: () => number): string {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => readFileSync(path).length > 0)
    .sort()
  const path = files[Math.floor(random() * files.length)] ?? ''
  const bytes = readFileSync(path)
  const place = Math.floor(random() * bytes.length)
  const bit = Math.floor(random() * 8)
  bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << bit), place)
  writeFileSync(path, bytes)
  return `${path.slice(root.length + 1)}, byte ${place}, bit ${bit}`
}
