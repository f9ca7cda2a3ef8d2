import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { writeSampleTree } from '../../test/sample-tree.js'
import { tempDirectory } from '../../test/temp-directory.js'
import { volatileRepo } from '../../test/temp-repo.js'
import { checkoutTree } from '../checkout/checkout.js'
import { commitTree } from '../import/commit-tree.js'
import { encodeCommit } from '../objects/commit.js'
import { encodeDirMeta } from '../objects/dir-meta.js'
import { encodeDirTree } from '../objects/dir-tree.js'
import { S_IFDIR } from '../objects/file-mode.js'
import { openRepo } from '../repo.js'
import { TreeBuilder } from '../tree/tree-builder.js'
import { walkTree } from '../tree/tree-entry.js'

/** A repo whose object of a type is another one, sound in itself. */
async function swapped(type: 'commit' | 'dirtree' | 'dirmeta') {
  const repo = volatileRepo('archive')
  const { tree, meta } = await repo.transaction((tx) => {
    const root = writeSampleTree(tx, { aaa: { content: 'x' } })
    tx.setRef('os', tx.writeCommit({ rootTree: root.tree, rootMeta: root.meta, subject: 'this' }))
    return root
  })
  const commit = repo.resolveRev('os')
  const [[, file] = []] = repo.readDirTree(tree).files
  const others = {
    commit: encodeCommit({ ...repo.readCommit(commit), subject: 'that' }),
    dirtree: encodeDirTree({ files: file === undefined ? [] : [['aaz', file]], dirs: [] }),
    dirmeta: encodeDirMeta({ uid: 0, gid: 0, mode: S_IFDIR | 0o777, xattrs: [] }),
  }
  const path = repo.objects.pathOf({ commit, dirtree: tree, dirmeta: meta }[type], type)
  writeFileSync(path, others[type])
  return openRepo(repo.path)
}

it.each(['commit', 'dirtree', 'dirmeta'] as const)(
  'refuses a %s that is sound but another one, whatever is to be made of it',
  async (type) => {
    const repo = await swapped(type)
    const corrupt = {
      name: 'CorruptObjectError',
      message: expect.stringContaining('its checksum is'),
    }
    await expect(
      checkoutTree(repo, 'os', `${tempDirectory()}/x`, { userMode: true }),
    ).rejects.toMatchObject(corrupt)
    expect(() => {
      const root = repo.readRoot(repo.resolveRev('os'))
      for (const entry of walkTree(repo, root))
        if (entry.type === 'directory') repo.readDirMeta(entry.meta)
    }).toThrow(expect.objectContaining(corrupt))
    if (type === 'commit')
      await expect(commitTree(repo, { rev: 'os' }, {})).rejects.toMatchObject(corrupt)
    if (type === 'dirtree') {
      expect(() =>
        TreeBuilder.from(repo, repo.readRoot(repo.resolveRev('os'))).fileAt('aaa'),
      ).toThrow(expect.objectContaining(corrupt))
    }
  },
)
