import type { Repo, TreeRef } from '@apt2ostree/ostree-repo'

/** Reads a directory of a repo. */
export type ReadDirTree = Repo['readDirTree']

/** Tells whether two trees have different files at one path. */
export function shareFile(read: ReadDirTree, a: TreeRef, b: TreeRef): boolean {
  if (a.tree === b.tree) return false
  const [one, other] = [read(a.tree), read(b.tree)]
  const files = new Map(other.files)
  if (one.files.some(([name, checksum]) => (files.get(name) ?? checksum) !== checksum)) return true
  const dirs = new Map(other.dirs.map(([name, tree, meta]) => [name, { tree, meta }]))
  return one.dirs.some(([name, tree, meta]) => {
    const same = dirs.get(name)
    return same !== undefined && shareFile(read, { tree, meta }, same)
  })
}
