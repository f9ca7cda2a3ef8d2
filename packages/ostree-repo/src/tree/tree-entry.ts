import { OstreeRepoError } from '../errors.js'
import type { Checksum } from '../objects/checksum.js'
import { assertDepth, textOf } from '../objects/entry-name.js'
import type { Repo } from '../repo.js'

/** A directory in a repo: the checksums of its entries and of its own metadata. */
export interface TreeRef {
  readonly tree: Checksum
  readonly meta: Checksum
}

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

/** What is at `path` (a byte string) below `root`; symlinks are not followed. */
export function lookupPath(repo: Repo, root: TreeRef, path: string): TreeEntry | undefined {
  const names = path.split('/').filter((name) => name !== '' && name !== '.')
  let entry: TreeEntry = { type: 'directory', path: '/', ...root }
  for (const [i, name] of names.entries()) {
    if (entry.type === 'file') return undefined
    const { files, dirs } = repo.readDirTree(entry.tree)
    const at = `/${names.slice(0, i + 1).join('/')}`
    const dir = dirs.find(([candidate]) => candidate === name)
    const file = files.find(([candidate]) => candidate === name)
    if (dir !== undefined) entry = { type: 'directory', path: at, tree: dir[1], meta: dir[2] }
    else if (file !== undefined) entry = { type: 'file', path: at, checksum: file[1] }
    else return undefined
  }
  return entry
}

/** The same. Throws ERR_OSTREE_PATH_NOT_FOUND when nothing is there. */
export function requirePath(repo: Repo, root: TreeRef, path: string): TreeEntry {
  const entry = lookupPath(repo, root, path)
  if (entry !== undefined) return entry
  throw new OstreeRepoError(
    'ERR_OSTREE_PATH_NOT_FOUND',
    `cannot find "${textOf(path)}": the tree has no such path`,
  )
}
