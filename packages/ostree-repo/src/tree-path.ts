import { textOf } from './entry-name.js'
import { OstreeRepoError } from './errors.js'
import type { Repo } from './repo.js'
import type { TreeRef } from './tree-ref.js'
import type { TreeEntry } from './walk-tree.js'

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
