import { expect, it } from 'vitest'
import { type SampleTree, writeSampleTree } from '../../test/sample-tree.js'
import { volatileRepo } from '../../test/temp-repo.js'
import { dumpTree } from '../../test/tree-dump.js'
import type { Checksum } from '../objects/checksum.js'
import { S_IFDIR, S_IFREG } from '../objects/file-mode.js'
import { TreeBuilder } from './tree-builder.js'
import type { TreeRef } from './tree-entry.js'

const header = { uid: 0, gid: 0, mode: S_IFREG | 0o644, xattrs: [] }
const base: SampleTree = { 'usr/bin/a': {}, 'usr/lib/b': {}, etc: { target: 'usr/etc' } }

/** Changes `base` and gives the dump of what came out. */
async function change(edit: (tree: TreeBuilder, empty: Checksum) => void) {
  const repo = volatileRepo()
  const root = await repo.transaction((tx) => writeSampleTree(tx, base))
  const result: TreeRef = await repo.transaction((tx) => {
    const tree = TreeBuilder.from(repo, root)
    edit(tree, tx.writeFile(header))
    return tree.write(tx)
  })
  return { repo, root, result, dump: dumpTree(repo, result) }
}

const unchanged = {
  '/': 'dir 0755 0:0',
  '/etc': 'link 0:0 usr/etc',
  '/usr': 'dir 0755 0:0',
  '/usr/bin': 'dir 0755 0:0',
  '/usr/bin/a': 'file 0644 0:0 e3b0c442',
  '/usr/lib': 'dir 0755 0:0',
  '/usr/lib/b': 'file 0644 0:0 e3b0c442',
}

it('gives a tree back as it was', async () => {
  const { root, result, dump } = await change(() => {})
  expect(result).toEqual(root)
  expect(dump).toEqual(unchanged)
})

it('adds files in new directories, whatever the path begins with', async () => {
  const { dump } = await change((tree, empty) => {
    tree.addFile('./opt/x', empty)
    tree.addFile('/opt/y/z', empty)
  })
  expect(dump).toEqual({
    ...unchanged,
    '/opt': 'dir 0755 0:0',
    '/opt/x': 'file 0644 0:0 e3b0c442',
    '/opt/y': 'dir 0755 0:0',
    '/opt/y/z': 'file 0644 0:0 e3b0c442',
  })
})

it('changes the metadata of directories and keeps what they hold', async () => {
  const { dump } = await change((tree) => {
    tree.mkdir('/', { uid: 1, gid: 2, mode: S_IFDIR | 0o700, xattrs: [] })
    tree.mkdir('usr/bin/', { uid: 0, gid: 0, mode: S_IFDIR | 0o2755, xattrs: [] })
  })
  expect(dump).toEqual({ ...unchanged, '/': 'dir 0700 1:2', '/usr/bin': 'dir 2755 0:0' })
})

it('tells what is there', async () => {
  await change((tree, empty) => {
    expect(['usr/bin/a', 'usr/bin', 'no/such'].map((path) => tree.fileAt(path))).toEqual([
      empty,
      undefined,
      undefined,
    ])
    expect(['/', 'usr/bin', 'usr/bin/a', 'no'].map((path) => tree.hasDirectory(path))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

it('puts trees of the repo at a path, to be changed in their turn', async () => {
  const { repo, root } = await change(() => {})
  const result = await repo.transaction((tx) => {
    const tree = TreeBuilder.from(repo, root)
    tree.addTree('usr', root)
    tree.mkdir('usr/usr/new', { ...header, mode: S_IFDIR | 0o700 })
    return tree.write(tx)
  })
  const moved = Object.entries(unchanged).map(([path, what]) => [
    path === '/' ? '/usr' : `/usr${path}`,
    what,
  ])
  expect(dumpTree(repo, result)).toEqual({
    '/': unchanged['/'],
    '/etc': unchanged['/etc'],
    ...Object.fromEntries(moved),
    '/usr/usr/new': 'dir 0700 0:0',
  })
})

it('cannot look into an added tree without a repo', async () => {
  const { root } = await change(() => {})
  const tree = TreeBuilder.empty()
  tree.addTree('usr', root)
  expect(() => tree.fileAt('usr/etc')).toThrow('the builder was given no repo')
})

it.each<[string, RegExp, (tree: TreeBuilder, empty: Checksum) => void]>([
  [
    'a file over a directory',
    /"usr\/bin": there is a directory/,
    (t, e) => t.addFile('usr/bin', e),
  ],
  ['a path through a file', /"etc": there is a file/, (t, e) => t.addFile('etc/x', e)],
  ['a directory over a file', /"etc": there is a file/, (t, e) => t.mkdir('etc', e)],
  ['the root as a file', /there is the root/, (t, e) => t.addFile('./', e)],
  ['a way up', /"\.\." as a file name/, (t, e) => t.addFile('usr/../x', e)],
  ['a name that is not UTF-8', /not UTF-8/, (t, e) => t.addFile('caf\xe9', e)],
])('refuses %s', async (_summary, message, edit) => {
  await expect(change(edit)).rejects.toThrow(message)
})
