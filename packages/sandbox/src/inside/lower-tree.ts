import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { type Repo, syncCheckout } from '@apt2ostree/ostree-repo'
import type { Job } from '../job.js'

/** Where checkouts are kept: one for each of the runs that may go on at the same time. */
const places = ['0', '1', '2', '3']

/**
 * Lays the tree out as the directory `lower` of the workspace, which must be the working directory:
 * hard links to the repo's objects, but for files that the objects do not show as they are. A
 * checkout that an earlier run has kept is taken, by moving it here, and made to fit; making
 * hundreds of directories anew costs more than all else that the sandbox does. Returns what keeps it
 * for a later run, as far as its owner can delete it without help; to be called when nothing is
 * mounted any more.
 */
export async function layOutLower(job: Job, repo: Repo): Promise<() => void> {
  const { backend, rev, kept } = job
  const canKeep = kept !== undefined && isOurs(kept)
  const take = (place: string) => succeeds(() => renameSync(`${kept}/${place}`, 'lower'))
  if (!canKeep || !places.some(take)) mkdirSync('lower')
  const special: string[] = []
  await syncCheckout(repo, rev, 'lower', (path, { uid, xattrs }) => {
    if ((uid !== 0 && backend !== 'root') || xattrs.length > 0) special.push(path)
  })
  return () => {
    if (!canKeep || special.includes('lower')) return
    // what cannot be put away goes with the workspace
    if (!succeeds(() => special.forEach(remove))) return
    places.some((place) => succeeds(() => renameSync('lower', `${kept}/${place}`)))
  }
}

/**
 * Makes the directory, unless it is there; tells whether its owner is whom this process takes for
 * root. Nobody else may look in: there are programs in it that run as their owner.
 */
function isOurs(path: string): boolean {
  if (!succeeds(() => mkdirSync(path, { recursive: true, mode: 0o700 }))) return false
  const { uid, gid } = statSync(path)
  return uid === 0 && gid === 0
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true })
}

/** Other runs take and fill the same places at any time. */
function succeeds(action: () => void): boolean {
  try {
    action()
    return true
  } catch {
    return false
  }
}
