import { posix } from 'node:path'
import type { ImageTree } from '@apt2ostree/ostree-tree'

/** Directories of the machine that the image has as links, with the mode of where they lead. */
const LINKS = [
  { path: '/home', place: '/var/home', mode: 0o755 },
  { path: '/root', place: '/var/roothome', mode: 0o700 },
  { path: '/opt', place: '/var/opt', mode: 0o755 },
  { path: '/srv', place: '/var/srv', mode: 0o755 },
  { path: '/mnt', place: '/var/mnt', mode: 0o755 },
  { path: '/usr/local', place: '/var/usrlocal', mode: 0o755 },
  { path: '/media', place: '/run/media', mode: 0o755 },
] as const

/** Mount points that a deployment needs, empty. */
export const MOUNT_POINTS = ['/boot', '/dev', '/proc', '/run', '/sys', '/sysroot'] as const

/** Where /ostree leads: `ostree admin` finds the repo and the deployments through it. */
export const OSTREE_LINK = 'sysroot/ostree'

/**
 * Gives the root directory the shape that a deployment has: only /var, /etc and /run belong to the
 * machine, so what Debian keeps beside them becomes links into them, with the content moved.
 */
export function shapeRoot(tree: ImageTree): void {
  for (const { path, place, mode } of LINKS) {
    if (tree.kindOf(path) === 'directory') mergeInto(tree, path, place)
    tree.addDirectory(place, { mode })
    tree.addSymlink(path, posix.relative(posix.dirname(path), place))
  }
  for (const path of MOUNT_POINTS) {
    for (const name of tree.names(path)) tree.remove(`${path}/${name}`)
    tree.addDirectory(path)
  }
  tree.remove('/tmp')
  tree.addDirectory('/tmp', { mode: 0o1777 })
  tree.addSymlink('/ostree', OSTREE_LINK)
}

/** Moves a directory to a place where there may be one already; `from` wins over its files. */
function mergeInto(tree: ImageTree, from: string, to: string): void {
  if (tree.kindOf(to) !== 'directory' || tree.names(to).length === 0) {
    tree.remove(to)
    tree.move(from, to)
    return
  }
  for (const name of tree.names(from)) {
    mergeEntry(tree, posix.join(from, name), posix.join(to, name))
  }
  tree.remove(from)
}

function mergeEntry(tree: ImageTree, from: string, to: string): void {
  if (tree.kindOf(from) === 'directory') mergeInto(tree, from, to)
  else tree.move(from, to)
}
