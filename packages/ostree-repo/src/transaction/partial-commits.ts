import { rmSync } from 'node:fs'
import type { Checksum } from '../objects/checksum.js'
import { decodeCommit } from '../objects/commit.js'
import { decodeDirTree } from '../objects/dir-tree.js'
import type { ObjectId } from '../objects/object-name.js'
import type { ObjectStore } from '../store/object-store.js'

/**
 * Takes the marks of partial pulls off the commits among what was written that the repo has in full
 * by now. `ostree pull` does so once it has fetched the rest.
 */
export function unmarkWhole(store: ObjectStore, written: Iterable<ObjectId>): void {
  for (const { checksum, type } of written) {
    if (type === 'commit' && store.isPartial(checksum) && isWhole(store, checksum)) {
      rmSync(store.partialPathOf(checksum), { force: true })
    }
  }
}

function isWhole(store: ObjectStore, commit: Checksum): boolean {
  const { rootTree, rootMeta } = store.readMetadata(commit, 'commit', decodeCommit)
  const seen = new Set<Checksum>()
  const hasTree = (tree: Checksum): boolean => {
    if (seen.has(tree)) return true
    seen.add(tree)
    if (!store.has(tree, 'dirtree')) return false
    const { files, dirs } = store.readMetadata(tree, 'dirtree', decodeDirTree)
    return (
      files.every(([, file]) => store.has(file, 'file')) &&
      dirs.every(([, child, meta]) => store.has(meta, 'dirmeta') && hasTree(child))
    )
  }
  return store.has(rootMeta, 'dirmeta') && hasTree(rootTree)
}
