import type { Repo, TreeRef } from '@apt2ostree/ostree-repo'

/** Tells whether two trees have different files at one path. */
export function shareFile(repo: Repo, a: TreeRef, b: TreeRef): boolean {
  if (a.tree === b.tree) return false
  const [one, other] = [repo.readDirTree(a.tree), repo.readDirTree(b.tree)]
  const files = new Map(other.files)
  if (one.files.some(([name, checksum]) => (files.get(name) ?? checksum) !== checksum)) return true
  const dirs = new Map(other.dirs.map(([name, tree, meta]) => [name, { tree, meta }]))
  return one.dirs.some(([name, tree, meta]) => {
    const same = dirs.get(name)
    return same !== undefined && shareFile(repo, { tree, meta }, same)
  })
}
