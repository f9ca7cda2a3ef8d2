import { posix } from 'node:path'
import { lookupPath, type Repo, type TreeRef } from '@apt2ostree/ostree-repo'

/** Where a path of a tree leads. */
export interface ResolvedPath {
  /** Absolute, without symlinks. */
  readonly path: string
  /** Undefined where the directory is there and nothing of that name in it. */
  readonly entry?: Exclude<ReturnType<typeof lookupPath>, undefined>
}

/** As many as the kernel follows in one path, see path_resolution(7). */
const mostSymlinks = 40

/**
 * Where a path leads when symlinks are followed inside the tree; undefined when a directory on the
 * way is missing, or there are too many symlinks.
 */
export function resolvePath(repo: Repo, root: TreeRef, path: string): ResolvedPath | undefined {
  let pending = path.split('/').filter(Boolean)
  let at = '/'
  for (let followed = 0; followed <= mostSymlinks; ) {
    const [name, ...rest] = pending
    if (name === undefined) return undefined
    const next = posix.join(at, name)
    const entry = lookupPath(repo, root, next)
    if (entry === undefined) return rest.length === 0 ? { path: next } : undefined
    const target =
      entry.type === 'file' ? repo.openFile(entry.checksum).header.symlinkTarget : undefined
    if (target !== undefined) {
      followed += 1
      pending = [...posix.resolve(at, target).split('/').filter(Boolean), ...rest]
      at = '/'
    } else if (rest.length === 0) {
      return { path: next, entry }
    } else {
      pending = rest
      at = next
    }
  }
  return undefined
}
