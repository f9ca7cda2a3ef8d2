import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs'
import { checkoutTree, joinTransaction, type Repo } from '@apt2ostree/ostree-repo'
import type { Job } from '../job.js'
import { asOnDisk, collectChanges } from './collect-changes.js'
import { findEntry } from './found-entry.js'
import { overlayMount } from './mount-table.js'
import type { Stage } from './stage.js'
import { removeTree } from './workspace.js'

/**
 * An overlay over a checkout that consists of hard links to the repo's objects, but for files that
 * the objects do not show as they are. What commands change is in the upper directory. The working
 * directory must be the workspace.
 */
export async function prepareOverlay(job: Job, repo: Repo): Promise<Stage> {
  const { workspace, backend, rev, tools } = job
  for (const name of ['upper', 'work']) mkdirSync(name)
  await checkoutTree(repo, rev, 'lower')
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
      // on another processor, while this one reads the upper directory
      void removeTree('lower', tools)
      const collection = {
        repo,
        writer: joinTransaction(job.repo, job.transaction),
        omitted: new Set(made.map((path) => `upper${path}`)),
      }
      return collectChanges(collection, repo.readRoot(rev), findEntry('upper', asOnDisk))
    },
  }
}
