import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initRepo } from '@apt2ostree/ostree-repo'
import { ImageTree } from '@apt2ostree/ostree-tree'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changeFiles } from './change-files.js'
import type { ImageChanges } from './changes.js'

let folder: string
let tree: ImageTree
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'customize-'))
  writeFileSync(join(folder, 'tool'), '#!/bin/sh\n')
  chmodSync(join(folder, 'tool'), 0o775)
  writeFileSync(join(folder, 'conf'), 'a=1\n', { mode: 0o600 })
  const repo = initRepo(join(folder, 'repo'), 'archive')
  tree = await repo.transaction(
    (tx) =>
      new ImageTree(repo, {
        tree: tx.writeDirTree({ files: [], dirs: [] }),
        meta: tx.writeDirMeta({ uid: 0, gid: 0, mode: 0o40755, xattrs: [] }),
      }),
  )
  tree.addSymlink('/bin', 'usr/bin')
  tree.addFile('/usr/bin/old', '')
  tree.addFile('/usr/share/doc/a/copyright', '')
  tree.addSymlink('/loop', 'loop')
})
afterEach(() => rmSync(folder, { recursive: true }))

const change = (changes: Partial<ImageChanges>) =>
  changeFiles(tree, {
    removeFiles: [],
    addFiles: [],
    enableUnits: [],
    disableUnits: [],
    postprocess: [],
    ...changes,
  })

describe('changeFiles', () => {
  it('removes, then adds, through the symlinks of the tree', async () => {
    await change({
      removeFiles: ['/bin/old', '/usr/share/doc'],
      addFiles: [
        { source: join(folder, 'tool'), target: '/bin/tool' },
        { source: join(folder, 'conf'), target: '/etc/a/conf' },
      ],
    })
    const files = [...tree.walk('/')].filter((path) => tree.kindOf(path) === 'file')
    const modes = files.map((path) => [path, (tree.header(path).mode & 0o7777).toString(8)])
    expect(modes).toEqual([
      ['/etc/a/conf', '644'],
      ['/usr/bin/tool', '755'],
    ])
  })

  it.each([
    {
      summary: 'a path that is not there to remove',
      changes: { removeFiles: ['/usr/bin/gone'] },
      message: 'cannot remove "/usr/bin/gone": the image does not have it',
    },
    {
      summary: 'a file of the host that is not there',
      changes: { addFiles: [{ source: '/nowhere/x', target: '/x' }] },
      message: 'cannot add "/nowhere/x" as "/x"',
    },
    {
      summary: 'a place where a directory is',
      changes: { addFiles: [{ source: '/dev/null', target: '/usr/share' }] },
      message: 'cannot add "/dev/null" as "/usr/share"',
    },
    {
      summary: 'a path that leads round in a circle',
      changes: { removeFiles: ['/loop/x'] },
      message: 'cannot follow "/loop/x": too many symlinks',
    },
  ])('refuses $summary', async ({ changes, message }) => {
    await expect(change(changes)).rejects.toThrow(message)
  })
})
