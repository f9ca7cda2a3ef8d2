import { chmodSync, utimesSync } from 'node:fs'
import type { DirMeta } from './dir-meta.js'
import { writeXattr } from './native-xattrs.js'
import { setOwner } from './set-owner.js'

/**
 * Gives a directory that was filled its metadata; in user mode without owner, xattrs and special
 * bits other than the sticky one. Its modification time becomes 0. Throws ERR_OSTREE_CHECKOUT.
 */
export function finishDirectory(path: string, meta: DirMeta, userMode: boolean): void {
  if (!userMode) {
    setOwner(path, meta)
    for (const [name, value] of meta.xattrs) writeXattr(path, name.toString(), value)
  }
  chmodSync(path, meta.mode & (userMode ? 0o1777 : 0o7777))
  utimesSync(path, 0, 0)
}
