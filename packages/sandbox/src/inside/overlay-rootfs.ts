import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs'
import { joinTransaction, type Repo } from '@apt2ostree/ostree-repo'
import type { Job } from '../job.js'
import { asOnDisk, collectChanges } from './collect-changes.js'
import { findEntry } from './found-entry.js'
import { layOutLower } from './lower-tree.js'
import type { Rootfs } from './rootfs.js'
import type { OverlayNamespace } from './stored-xattrs.js'

/**
 * Nothing in the overlay survives a crash or needs to: `volatile` skips every sync. Without
 * redirects, indexes and metadata-only copies the upper directory is plain files. Its directories
 * are relative, so that no name needs escaping from overlayfs.
 */
const overlayOptions = [
  'lowerdir=lower,upperdir=upper,workdir=work',
  'volatile,redirect_dir=nofollow,metacopy=off,index=off',
].join(',')

/**
 * An overlay over a checkout of the tree. What commands change is in the upper directory. The working
 * directory must be the workspace.
 */
export async function prepareOverlay(job: Job, repo: Repo): Promise<Rootfs> {
  const { backend, rev } = job
  const marks: OverlayNamespace = backend === 'unshare' ? 'user' : 'trusted'
  const options = marks === 'user' ? `${overlayOptions},userxattr` : overlayOptions
  for (const name of ['upper', 'work']) mkdirSync(name)
  const keep = await layOutLower(job, repo)
  const { uid, gid, mode } = statSync('lower')
  chownSync('upper', uid, gid)
  chmodSync('upper', mode & 0o7777)
  return {
    mountArguments: (target) => ['-t', 'overlay', '-o', options, 'overlay', target],
    deviceBinds: [],
    binds: [],
    environment: {},
    async settle() {},
    collect(made) {
      const collection = {
        repo,
        writer: joinTransaction(job.repo, job.transaction),
        omitted: new Set(made.map((path) => `upper${path}`)),
        marks,
      }
      return collectChanges(collection, repo.readRoot(rev), findEntry('upper', asOnDisk(marks)))
    },
    release: keep,
  }
}
