import { execFileSync } from 'node:child_process'
import { createCipheriv } from 'node:crypto'
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { digestLockfile } from '@apt2ostree/lockfile'
import { type Checksum, importTar, type Repo } from '@apt2ostree/ostree-repo'
import { buildAr, buildDeb, buildTar, controlText, type TarItem } from '@apt2ostree/testkit'
import { createTestRepo, readTreeLiteral } from '@apt2ostree/testkit/tree'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { decodeLayerMetadata, importDebs, Jobserver, readPackageList } from '../src/index.js'
import { buildPool, unpackPool } from './unpack-debs.js'

let repo: Repo
let empty: Repo
beforeAll(() => {
  repo = createTestRepo()
  empty = createTestRepo()
})

const jobs = 2

function writeDebs(...debs: Buffer[]): string[] {
  const directory = mkdtempSync(join(tmpdir(), 'deb2ostree-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return debs.map((bytes, index) => {
    const path = join(directory, `${index}.deb`)
    writeFileSync(path, bytes)
    return path
  })
}

test('a layer is named by its .deb and its layout, and says what it is made of', async () => {
  const deb = buildDeb({
    fields: { Package: 'libstdc++6', Version: '1:2.0~rc1_x', Architecture: 'amd64' },
    controlFiles: { triggers: 'interest x\n' },
    files: [{ path: './' }, { path: './lib/' }, { path: './lib/x', content: 'x' }],
  })
  const paths = writeDebs(deb)
  const [merged] = await importDebs(repo, paths, { jobs, usrMerge: true })
  const [split] = await importDebs(repo, paths, { jobs, usrMerge: false })
  expect(merged?.ref).toMatch(
    /^deb\/pool\/..\/..\/[0-9a-f]{60}_libstdc_2B_2B6_1_3A2.0_7Erc1__x_amd64-usrmerge$/,
  )
  expect(`${split?.ref}-usrmerge`).toBe(merged?.ref)
  const commit = repo.readCommit(repo.resolveRev(merged?.ref ?? ''))
  expect(commit).toMatchObject({ timestamp: 0, subject: '' })
  const { control, triggers, conffiles, aliases } = decodeLayerMetadata(commit)
  expect(control.get('Package')).toBe('libstdc++6')
  expect({ triggers, conffiles, aliases }).toEqual({
    triggers: 'interest x\n',
    conffiles: undefined,
    aliases: ['lib'],
  })
})

test('layers come in the order of the .debs, each once imported', async () => {
  const debs = ['a', 'b', 'c'].map((name, index) =>
    buildDeb({ fields: { Package: name }, files: [{ path: './x', content: name.repeat(index) }] }),
  )
  const paths = writeDebs(...debs)
  const layers = await importDebs(repo, [...paths, ...paths], { jobs, usrMerge: true })
  expect(layers.map(({ ref }) => ref.slice(-17))).toEqual(
    ['a', 'b', 'c', 'a', 'b', 'c'].map((name) => `_${name}_1.0_all-usrmerge`.slice(-17)),
  )
  expect(await importDebs(repo, paths, { jobs: 1, usrMerge: true })).toEqual(layers.slice(0, 3))
})

test('a control file that is not UTF-8 keeps its bytes', async () => {
  const control = `Package: old\nVersion: 1\nArchitecture: all\nMaintainer: J\xf6rg\nDescription: x\n`
  const entries = [{ path: './control', content: Buffer.from(control, 'latin1') }]
  const [layer] = await importDebs(repo, writeDebs(buildDeb({ controlEntries: entries })), {
    jobs,
    usrMerge: true,
  })
  const metadata = decodeLayerMetadata(repo.readCommit(repo.resolveRev(layer?.ref ?? '')))
  expect(metadata.control.text).toBe(control)
})

describe('a lockfile', () => {
  test('has its database last, with what apt was not asked for', async () => {
    const pool = buildPool([
      { fields: { Package: 'a', Architecture: 'amd64' }, automatic: true },
      { fields: { Package: 'b' }, automatic: true },
      { fields: { Package: 'c' } },
    ])
    const { layers } = await unpackPool(repo, pool)
    const commit = repo.readCommit(layers.at(-1)?.commit as Checksum)
    const tree = readTreeLiteral(repo, { tree: commit.rootTree, meta: commit.rootMeta })
    expect(tree['/var/lib/apt/extended_states']).toBe(
      ['a', 'b']
        .map((name) => `Package: ${name}\nArchitecture: amd64\nAuto-Installed: 1\n\n`)
        .join(''),
    )
    expect(tree['/var/lib/dpkg/arch']).toBe('amd64\n')
    expect(commit.metadata.get('deb.layers')?.texts).toEqual(
      layers
        .slice(0, -1)
        .map(({ ref }) => ref)
        .sort(),
    )
    expect(commit.metadata.get('deb.architecture')?.text).toBe('amd64')
  })

  test('says in its commit which packages it has, of which lock and by which program', async () => {
    const pool = buildPool([
      { fields: { Package: 'libx', Architecture: 'amd64', Source: 'x (0.9)' } },
      { fields: { Package: 'a' } },
    ])
    const { layers } = await unpackPool(repo, pool)
    const commit = repo.readCommit(layers.at(-1)?.commit as Checksum)
    const installed = { version: '1.0', installedBytes: 0 }
    expect(readPackageList(commit)).toEqual([
      { ...installed, name: 'a', architecture: 'all', source: 'a', sourceVersion: '1.0' },
      { ...installed, name: 'libx', architecture: 'amd64', source: 'x', sourceVersion: '0.9' },
    ])
    expect(commit.metadata.get('deb.lock-sha256')?.text).toBe(digestLockfile(pool.lock))
    expect(commit.metadata.get('deb.unpacked-by')?.text).toMatch(/^deb2ostree, format \d+$/)
  })

  test('keeps a package that diverts for later: apt knows of it, dpkg not yet', async () => {
    const path = './usr/bin/tool'
    const preinst = '#!/bin/sh\ndpkg-divert --package late --rename /usr/bin/tool\n'
    const pool = buildPool([
      { fields: { Package: 'early' }, files: [{ path, content: 'early' }] },
      {
        fields: { Package: 'late' },
        files: [{ path, content: 'late' }],
        controlFiles: { preinst },
        automatic: true,
      },
    ])
    const { layers, deferred } = await unpackPool(repo, pool)
    expect([layers.length, deferred.length]).toEqual([2, 1])
    const { rootTree, rootMeta } = repo.readCommit(layers[1]?.commit as Checksum)
    const tree = readTreeLiteral(repo, { tree: rootTree, meta: rootMeta })
    expect(tree['/var/lib/apt/extended_states']).toMatch(/^Package: late$/m)
    expect(tree['/var/lib/dpkg/status']).not.toMatch(/^Package: late$/m)
    expect(tree['/var/lib/dpkg/deferred/late/usr/bin/tool']).toBe('late')
  })

  test('gives the same layers again without a .deb, and whatever order it was written in', async () => {
    const pool = buildPool([{ fields: { Package: 'x' } }, { fields: { Package: 'y' } }])
    const first = await unpackPool(repo, pool)
    rmSync(pool.directory, { recursive: true })
    const shuffled = { ...pool.lock, packages: [...pool.lock.packages].reverse() }
    const second = await unpackPool(repo, { ...pool, lock: shuffled })
    const [x, y, database] = first.layers
    expect(second).toEqual({ ...first, layers: [y, x, database] })
  })

  test('with packages of an old suite is laid out for a split /usr', async () => {
    const release = { id: 's', origin: 'Debian', suite: 's', date: 'x', sha256: 'x' }
    const pool = buildPool([{ fields: { Package: 'old' } }], {
      releases: [{ ...release, codename: 'stretch' }],
    })
    const { layers } = await unpackPool(repo, pool)
    expect(layers[0]?.ref).toMatch(/_old_1.0_all$/)
  })
})

const version = { name: 'debian-binary', content: '2.0\n' }
const control = {
  name: 'control.tar',
  content: buildTar([{ path: './control', content: controlText() }]),
}
const bad = (...files: TarItem[]) => buildDeb({ files })
const failures: readonly { summary: string; deb: Buffer; messages: RegExp[] }[] = [
  {
    summary: 'a device node',
    deb: bad({ path: './dev/null', type: 'character-device' }),
    messages: [
      /^cannot import ".*0.deb"$/,
      /^cannot place ".\/dev\/null": an OSTree commit can't hold a character-device$/,
    ],
  },
  {
    summary: 'a FIFO',
    deb: bad({ path: './run/pipe', type: 'fifo' }),
    messages: [/^cannot import/, /can't hold a fifo$/],
  },
  {
    summary: 'a path that climbs out',
    deb: bad({ path: './usr/../../etc/passwd', content: 'x' }),
    messages: [
      /^cannot import/,
      /^cannot place ".\/usr\/..\/..\/etc\/passwd": it climbs with ".."$/,
    ],
  },
  {
    summary: 'a link that climbs out',
    deb: bad({ path: './x', type: 'link', target: '../etc/shadow' }),
    messages: [/^cannot import/, /^cannot place "..\/etc\/shadow": it climbs with ".."$/],
  },
  {
    summary: 'a link to nothing',
    deb: bad({ path: './x', type: 'link', target: './y' }),
    messages: [/^cannot import/, /^cannot place ".\/x": it links to "y", which is not before it/],
  },
  {
    summary: 'a newline in a name',
    deb: bad({ path: './a\nb', content: 'x' }),
    messages: [/^cannot import/, /^cannot place ".\/a\\nb": it has a newline$/],
  },
  {
    summary: 'a name that is not UTF-8',
    deb: bad({ path: './caf\xe9', content: 'x' }),
    messages: [/^cannot import/, /UTF-8/],
  },
  {
    summary: 'a file in the way of a directory',
    deb: bad({ path: './a', content: 'x' }, { path: './a/b', content: 'y' }),
    messages: [/^cannot import/, /^cannot put an entry at "a/],
  },
  {
    summary: 'a PAX header',
    deb: bad({ path: './x', type: 'pax', content: '9 a=b\n' }, { path: './x' }),
    messages: [
      /^cannot read ".*": PAX header for ".\/x", which deb\(5\) does not permit \(offset 1536\)$/,
    ],
  },
  {
    summary: 'a truncated .deb',
    deb: bad({ path: './x', content: Buffer.alloc(100_000, 'x') }).subarray(0, 50_000),
    messages: [/^cannot read ".*0.deb": the file ends early \(offset 50000\)$/],
  },
  {
    summary: 'no .deb at all',
    deb: Buffer.from('<html>'),
    messages: [/^cannot read ".*0.deb": not an ar archive \(offset 0\)$/],
  },
  {
    summary: 'damaged compression',
    deb: buildAr([
      version,
      control,
      { name: 'data.tar.gz', content: Buffer.from('\x1f\x8bnoise and more of it', 'latin1') },
    ]),
    messages: [
      /^cannot read ".*": the member "data.tar.gz" is damaged$/,
      /^cannot decompress gzip data: the data is corrupt \(offset \d+\)$/,
      /^unknown compression method$/,
    ],
  },
  {
    summary: 'no Version',
    deb: buildDeb({ controlEntries: [{ path: './control', content: 'Package: x\n' }] }),
    messages: [
      /^cannot import/,
      /^cannot identify the package: its control file has no Version field$/,
    ],
  },
]

/** Few bytes are imported in this thread, more in threads of their own. */
const amounts = [
  { where: 'here', content: 'y' },
  {
    where: 'in threads',
    content: createCipheriv('aes-128-ctr', 'the same noise !', 'for all of them.').update(
      Buffer.alloc(1 << 20),
    ),
  },
]

describe.each(failures)('$summary', ({ deb, messages }) => {
  test.each(amounts)('is an error with its reasons, and leaves nothing, $where', async (amount) => {
    const files = [{ path: './x', content: amount.content }]
    const good = buildDeb({ fields: { Package: 'good' }, files })
    const paths = writeDebs(deb, good)
    const error: unknown = await importDebs(empty, paths, { jobs, usrMerge: true }).catch((e) => e)
    expect(chainOf(error)).toEqual(messages.map((message) => expect.stringMatching(message)))
    expect((error as { code?: string }).code).toMatch(/^ERR_/)
    expect([...empty.listRefs()]).toEqual([])
    expect(filesBelow(empty.path, 'objects')).toEqual([])
    expect(filesBelow(empty.path, 'tmp').filter((path) => !path.startsWith('cache'))).toEqual([])
  })
})

test('a .deb of another SHA256 than the locked one is not parsed', async () => {
  const pool = buildPool([{ fields: { Package: 'p' } }])
  const [path = ''] = pool.paths
  writeFileSync(path, Buffer.alloc(pool.lock.packages[0]?.size ?? 0))
  const error: unknown = await unpackPool(repo, pool).catch((e) => e)
  expect(chainOf(error)).toEqual([
    'cannot import "pool/0.deb"',
    expect.stringMatching(/^its SHA256 is [0-9a-f]{64}, not [0-9a-f]{64}$/),
  ])
  expect(error).toMatchObject({ cause: { hint: `remove "${path}" if it is a damaged copy` } })
})

test('a .deb that is not there is an error of its own', async () => {
  const importing = importDebs(empty, ['/nowhere/x.deb'], { jobs, usrMerge: true })
  await expect(importing).rejects.toMatchObject({ code: 'ENOENT', path: '/nowhere/x.deb' })
})

test('a .deb that can be fetched from nowhere is an error with a hint', async () => {
  const pool = buildPool([{ fields: { Package: 'q' } }])
  rmSync(pool.directory, { recursive: true })
  await expect(unpackPool(repo, pool)).rejects.toMatchObject({
    message: 'cannot fetch "q": no apt source has its release',
    hint: 'name the archive with --mirror URL',
  })
  expect(existsSync(pool.directory) && readdirSync(pool.directory).length > 0).toBe(false)
})

test.each(amounts)('an import that waits holds no token of make, $where', async ({ content }) => {
  const folder = mkdtempSync(join(tmpdir(), 'tokens-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const fifo = join(folder, 'fifo')
  execFileSync('mkfifo', [fifo])
  const pipe = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK)
  writeSync(pipe, '+'.repeat(8))
  const jobserver = Jobserver.open(`-j9 --jobserver-auth=fifo:${fifo}`) ?? expect.fail()
  const take = jobserver.acquire.bind(jobserver)
  let held = 0
  let most = 0
  vi.spyOn(jobserver, 'acquire').mockImplementation(async (signal) => {
    const slot = await take(signal)
    held += 1
    most = Math.max(most, held)
    return {
      release() {
        held -= 1
        slot.release()
      },
    }
  })
  const debs = Array.from({ length: 6 }, (_, i) =>
    buildDeb({ fields: { Package: `token${i}` }, files: [{ path: './x', content }] }),
  )
  expect(
    await importDebs(empty, writeDebs(...debs), { jobs, jobserver, usrMerge: true }),
  ).toHaveLength(6)
  expect(most).toBe(content.length > 1 ? jobs : 1)
  expect(held).toBe(0)
  expect(readSync(pipe, Buffer.alloc(9))).toBe(8)
  jobserver.close()
  closeSync(pipe)
})

test.each(amounts)('an import can be aborted, $where', async ({ content }) => {
  const abort = new AbortController()
  const big = { path: './big', content: Buffer.alloc(50_000_000) }
  const paths = writeDebs(bad(big), buildDeb({ files: [{ path: './x', content }] }))
  const importing = importDebs(repo, paths, { jobs, usrMerge: true, signal: abort.signal })
  setTimeout(() => abort.abort(), 50)
  await expect(importing).rejects.toThrow(/abort/)
})

const hasOstree = (() => {
  try {
    return execFileSync('ostree', ['--version']).length > 0
  } catch {
    return false
  }
})()

describe.skipIf(!hasOstree)('against stock ostree (needs ostree)', () => {
  test('a tar gives the commit that stock ostree makes of it', async () => {
    const tar = buildTar([
      { path: './' },
      { path: './usr/', mode: 0o700, uid: 1, gid: 2 },
      { path: './usr/su', mode: 0o4755, uid: 0, gid: 42, content: 'su' },
      { path: './usr/hard', type: 'link', target: './usr/su' },
      { path: './usr/soft', target: '../somewhere' },
      { path: './usr/empty', mode: 0o600 },
      { path: './usr/caf\xc3\xa9', content: 'name in UTF-8' },
      { path: `./usr/${'long'.repeat(30)}`, content: 'x' },
    ])
    const [path = ''] = writeDebs(tar)
    const options = ['--no-bindings', '--orphan', '--timestamp=@0', `--tree=tar=${path}`]
    const stock = createTestRepo()
    const expected = execFileSync('ostree', [`--repo=${stock.path}`, 'commit', ...options])
    const commit = await repo.transaction(async (tx) => {
      const { tree, meta } = await importTar(tx, chunksOf(tar))
      return tx.writeCommit({ rootTree: tree, rootMeta: meta })
    })
    expect(commit).toBe(expected.toString().trim())
  })

  test('a repo with layers passes ostree fsck', async () => {
    const { layers } = await unpackPool(repo, buildPool([{ fields: { Package: 'fsck' } }]))
    expect(layers).toHaveLength(2)
    execFileSync('ostree', ['fsck', `--repo=${repo.path}`], { stdio: 'pipe' })
  })
})

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function chainOf(error: unknown): string[] {
  return error instanceof Error ? [error.message, ...chainOf(error.cause)] : []
}

function filesBelow(repoPath: string, name: string): string[] {
  return readdirSync(join(repoPath, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
}
