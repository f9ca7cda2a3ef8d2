import { type Checksum, type Repo, Variant } from '@apt2ostree/ostree-repo'
import {
  createTestRepo,
  readTreeLiteral,
  type TreeLiteral,
  writeTreeLiteral,
} from '@apt2ostree/testkit/tree'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildPool, type TestDeb, type TestPool, unpackPool } from './unpack-debs.js'

let repo: Repo
beforeAll(() => {
  repo = createTestRepo()
})

const stanza = 'Package: base\nStatus: install ok installed\nVersion: 1.0\n\n'

/** What a configured system has, beside the files that a test adds. */
const configured: TreeLiteral = {
  'etc/generated': 'by a script',
  'tmp/': '[1777 0:0]',
  'usr/bin/tool': 'of base',
  'var/lib/dpkg/status': stanza,
  'var/lib/dpkg/triggers/File': '/usr/share/icons base\n',
  'var/lib/dpkg/triggers/refresh': 'base\n',
}

const base: TestDeb = { fields: { Package: 'base' } }

/** Commits a system that was made of the package `base` and configured. */
async function configureBase({ lock, directory }: TestPool, files: TreeLiteral): Promise<string> {
  const packages = lock.packages.filter(({ name }) => name === 'base')
  const { layers } = await unpackPool(repo, {
    ...{ directory, paths: [] },
    lock: { ...lock, packages },
  })
  const { metadata } = repo.readCommit(layers.at(-1)?.commit as Checksum)
  return repo.transaction((tx) => {
    const { tree: rootTree, meta: rootMeta } = writeTreeLiteral(tx, { ...configured, ...files })
    const said = new Map([
      ...metadata,
      ['deb.configured-by', Variant.string('a test')],
      ['deb.debconf-sha256', Variant.strings(['0'])],
    ])
    return tx.writeCommit({ rootTree, rootMeta, metadata: said })
  })
}

/** Unpacks packages on the base; returns the first layer's tree and commit, and what waits. */
async function unpackOnBase(debs: readonly TestDeb[], files: TreeLiteral = {}) {
  const pool = buildPool([base, ...debs])
  const rev = await configureBase(pool, files)
  const { layers, deferred } = await unpackPool(repo, pool, { base: rev })
  const commit = repo.readCommit(layers[0]?.commit as Checksum)
  return {
    tree: readTreeLiteral(repo, { tree: commit.rootTree, meta: commit.rootMeta }),
    metadata: commit.metadata,
    added: layers.slice(1).map(({ ref }) => /_([a-z]*)_1\.0_/.exec(ref)?.[1]),
    waiting: deferred.map(({ ref }) => /_([a-z]*)_1\.0_/.exec(ref)?.[1]),
    rev,
  }
}

test('only what a base does not have is laid out, on its tree with the databases of all', async () => {
  const { tree, metadata, added, waiting, rev } = await unpackOnBase([
    {
      fields: { Package: 'more' },
      controlFiles: { triggers: 'interest /usr/share/fonts\ninterest-noawait refresh\n' },
      automatic: true,
    },
  ])
  expect({ added, waiting }).toEqual({ added: ['more'], waiting: [] })
  expect(tree).toMatchObject({
    '/etc/generated': 'by a script',
    '/tmp/': '[1777 0:0]',
    '/var/lib/dpkg/triggers/File': '/usr/share/icons base\n/usr/share/fonts more\n',
    '/var/lib/dpkg/triggers/refresh': 'base\nmore/noawait\n',
  })
  const status = tree['/var/lib/dpkg/status'] ?? ''
  expect(status.startsWith(`${stanza}Package: more\nStatus: install ok unpacked\n`)).toBe(true)
  expect(tree['/var/lib/apt/extended_states']).toMatch(/^Package: more$/m)
  expect(metadata.get('deb.base')?.text).toBe(rev)
  expect(metadata.get('deb.layers')?.texts).toHaveLength(2)
  expect(metadata.get('deb.debconf-sha256')?.texts).toEqual(['0'])
  expect(metadata.has('deb.configured-by')).toBe(false)
})

describe("waits for the image's own dpkg:", () => {
  const ships = (path: string, content = 'of more'): TestDeb => ({
    fields: { Package: 'more', Replaces: 'base' },
    files: [{ path: `./${path}`, content }],
  })
  test.each<{ summary: string; debs: TestDeb[]; files?: TreeLiteral; expected: string[] }>([
    {
      summary: 'a file in place of another',
      debs: [ships('usr/bin/tool')],
      expected: ['more'],
    },
    {
      summary: 'a file in place of one that no package has',
      debs: [ships('etc/generated')],
      expected: ['more'],
    },
    {
      summary: 'nothing for a file that is the same',
      debs: [ships('usr/bin/tool', 'of base')],
      expected: [],
    },
    {
      summary: 'a file that a diversion sends elsewhere',
      debs: [ships('bin/zcat')],
      files: { 'var/lib/dpkg/diversions': '/bin/zcat\n/bin/zcat.gzip\nbase\n' },
      expected: ['more'],
    },
    {
      summary: 'nothing for the place where a diversion would send a file',
      debs: [ships('bin/zcat.gzip')],
      files: { 'var/lib/dpkg/diversions': '/bin/zcat\n/bin/zcat.gzip\nbase\n' },
      expected: [],
    },
    {
      summary: 'a conffile whose owner is overridden',
      debs: [{ ...ships('etc/secret'), controlFiles: { conffiles: '/etc/secret\n' } }],
      files: { 'var/lib/dpkg/statoverride': 'root shadow 640 /etc/secret\n' },
      expected: ['more'],
    },
    {
      summary: 'what depends on it, essential or not',
      debs: [
        ships('usr/bin/tool'),
        { fields: { Package: 'user', Depends: 'more', Essential: 'yes' } },
        { fields: { Package: 'other', Depends: 'base' } },
      ],
      expected: ['more', 'user'],
    },
  ])('$summary', async ({ debs, files, expected }) => {
    const { waiting } = await unpackOnBase(debs, files)
    expect(waiting).toEqual(expected)
  })
})

describe('refuses', () => {
  test('a base that is not configured', async () => {
    const pool = buildPool([base])
    const { layers } = await unpackPool(repo, pool)
    const rev = layers.at(-1)?.commit as Checksum
    await expect(unpackPool(repo, pool, { base: rev })).rejects.toThrow('not a configured system')
  })

  test('a base with a package that the lock does not have', async () => {
    const rev = await configureBase(buildPool([base]), {})
    const other = buildPool([{ fields: { Package: 'base', Version: '2.0' } }])
    await expect(unpackPool(repo, other, { base: rev })).rejects.toThrow(
      /does not have its layer "deb\/pool\/.*_base_1.0_all-usrmerge"/,
    )
  })
})
