import { posix } from 'node:path'
import type { ImageTree } from '@apt2ostree/ostree-tree'
import { CustomizeError } from './errors.js'

/** As many as the kernel follows in one path, see path_resolution(7). */
const MOST_SYMLINKS = 40

/**
 * Where `path` leads when the symlinks among its parents are followed inside the tree; what stands
 * at its end is not looked at. Paths are absolute byte strings. Throws CustomizeError for a circle.
 */
export function followSymlinks(tree: ImageTree, path: string): string {
  let pending = path.split('/').filter(Boolean)
  let followed = 0
  let at = '/'
  while (pending.length > 1) {
    const [name = '', ...rest] = pending
    const next = posix.join(at, name)
    const target = tree.symlinkTarget(next)
    if (target === undefined) {
      at = next
      pending = rest
      continue
    }
    if (++followed > MOST_SYMLINKS) {
      throw new CustomizeError(`cannot follow "${path}": too many symlinks`)
    }
    pending = [...posix.resolve(at, target).split('/').filter(Boolean), ...rest]
    at = '/'
  }
  return posix.join(at, ...pending)
}
