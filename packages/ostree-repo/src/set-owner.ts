import { lchownSync, lstatSync } from 'node:fs'
import { OstreeRepoError } from './errors.js'

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
