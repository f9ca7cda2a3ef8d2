import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs'
import { joinTransaction, type Repo } from '@apt2ostree/ostree-repo'
import type { Job } from '../job.js'
import { asOnDisk, collectChanges } from './collect-changes.js'
import { findEntry } from './found-entry.js'
import { layOutLower } from './lower-tree.js'
import { overlayMount } from './mount-table.js'
import type { Stage } from './stage.js'

/**
 * An overlay over a checkout of the tree. What commands change is in the upper directory. The working
 * directory must be the workspace.
 */
export async function prepareOverlay(job: Job, repo: Repo): Promise<Stage> {
  const { workspace, backend, rev } = job
  for (const name of ['upper', 'work']) mkdirSync(name)
  const keep = await layOutLower(job, repo)
  const { uid, gid, mode } = statSync('lower')
  chownSync('upper', uid, gid)
  chmodSync('upper', mode & 0o7777)
  return {
    mount: overlayMount(`${workspace}/root`, backend),
    boundFiles: [],
    masks: [],
    wrapper: [],
    async settle() {},
    collect(made) {
      const collection = {
        repo,
        writer: joinTransaction(job.repo, job.transaction),
        omitted: new Set(made.map((path) => `upper${path}`)),
      }
      return collectChanges(collection, repo.readRoot(rev), findEntry('upper', asOnDisk))
    },
    release: keep,
  }
}
