import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { type HeldLock, tryLock } from './repo-lock.js'
import { createStagingArea, stagingPath } from './staging-area.js'

/**
 * Staging directories lie in the repo's `tmp`, each with a lock file beside it. libostree, which
 * knows the prefix `staging-`, leaves the ones that are locked alone and removes dead ones too
 * (ostree-repo-commit.c, cleanup_txn_dir).
 */
const PREFIX = 'staging-ostree-repo-'
const lockPath = (path: string) => `${path}-lock`

/** A directory in which the writers of a transaction collect objects. */
export interface Staging {
  /** The name of the directory in the repo's `tmp`. */
  readonly handle: string
  readonly path: string
  /** None in a repo without locks. */
  readonly lock: HeldLock | undefined
}

/** Creates a staging directory; without `locking` nothing keeps it from others' sweeps. */
export async function createStaging(repoPath: string, locking: boolean): Promise<Staging> {
  mkdirSync(`${repoPath}/tmp`, { recursive: true })
  for (;;) {
    const handle = PREFIX + randomBytes(6).toString('hex')
    const path = stagingPath(repoPath, handle)
    // The lock comes first: a directory that can be locked by another is a dead one.
    const lock = locking ? await tryLock(lockPath(path), 'exclusive') : undefined
    if (locking && lock === undefined) continue
    createStagingArea(path)
    return { handle, path, lock }
  }
}

/** Removes a staging directory with all that is in it. */
export function removeStaging({ path, lock }: Staging): void {
  rmSync(path, { recursive: true, force: true })
  rmSync(lockPath(path), { force: true })
  lock?.release()
}

/** Removes the staging directories of writers that are dead. */
export async function sweepStaging(repoPath: string): Promise<void> {
  const names = readdirSync(`${repoPath}/tmp`).filter((name) => name.startsWith(PREFIX))
  for (const handle of new Set(names.map((name) => name.replace(/-lock$/, '')))) {
    const path = stagingPath(repoPath, handle)
    const lock = await tryLock(lockPath(path), 'exclusive')
    if (lock !== undefined) removeStaging({ handle, path, lock })
  }
}
