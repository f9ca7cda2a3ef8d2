import type { Checksum } from './checksum.js'
import { assertDepth } from './entry-name.js'
import type { Repo } from './repo.js'
import type { TreeRef } from './tree-ref.js'

/** A path of a tree with what is there; directories come before what they hold. */
export type TreeEntry =
  | ({ readonly type: 'directory'; readonly path: string } & TreeRef)
  | { readonly type: 'file'; readonly path: string; readonly checksum: Checksum }

/**
 * All entries below `root` and the root itself, depth first, each directory's files and then its
 * directories in byte order. Paths are byte strings and begin with `/`.
 */
export function* walkTree(repo: Repo, root: TreeRef, path = '/'): Generator<TreeEntry> {
  assertDepth(path)
  yield { type: 'directory', path, ...root }
  const { files, dirs } = repo.readDirTree(root.tree)
  const prefix = path === '/' ? path : `${path}/`
  for (const [name, checksum] of files) yield { type: 'file', path: prefix + name, checksum }
  for (const [name, tree, meta] of dirs) yield* walkTree(repo, { tree, meta }, prefix + name)
}
