import { chmodSync, lchownSync, lstatSync, utimesSync } from 'node:fs'
import { OstreeRepoError } from '../errors.js'
import type { DirMeta } from '../objects/dir-meta.js'
import { writeXattr } from '../store/native-xattrs.js'

/** Gives `path` itself to an owner, unless it is theirs. Throws ERR_OSTREE_CHECKOUT. */
export function setOwner(path: string, { uid, gid }: { uid: number; gid: number }): void {
  const now = lstatSync(path)
  if (now.uid === uid && now.gid === gid) return
  try {
    lchownSync(path, uid, gid)
  } catch (cause) {
    throw new OstreeRepoError('ERR_OSTREE_CHECKOUT', `cannot give "${path}" to ${uid}:${gid}`, {
      cause,
      hint: 'only root can give files away; in user mode (-U) they stay your own',
    })
  }
}

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
