import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { loosePath, parseLooseName } from './object-name.js'
import { type HeldLock, tryLock } from './repo-lock.js'
import { syncDirectory, syncFileSystem } from './sync-file-system.js'

/**
 * Staging directories lie in the repo's `tmp`, each with a lock file beside it. libostree, which
 * knows the prefix `staging-`, leaves the ones that are locked alone and removes dead ones too
 * (ostree-repo-commit.c, cleanup_txn_dir).
 */
const PREFIX = 'staging-ostree-repo-'
const lockPath = (path: string) => `${path}-lock`

/** A locked directory in which a transaction collects whole objects under their own names. */
export interface Staging {
  /** The name of the directory in the repo's `tmp`. */
  readonly handle: string
  readonly path: string
  readonly lock: HeldLock
}

/** The path of the staging directory that a handle names. */
export function stagingPath(repoPath: string, handle: string): string {
  return `${repoPath}/tmp/${handle}`
}

/** Creates a staging directory. */
export async function createStaging(repoPath: string): Promise<Staging> {
  mkdirSync(`${repoPath}/tmp`, { recursive: true })
  for (;;) {
    const handle = PREFIX + randomBytes(6).toString('hex')
    const path = stagingPath(repoPath, handle)
    // The lock comes first: a directory that can be locked by another is a dead one.
    const lock = await tryLock(lockPath(path), 'exclusive')
    if (lock === undefined) continue
    mkdirSync(path)
    return { handle, path, lock }
  }
}

/** Removes a staging directory with all that is in it. */
export function removeStaging({ path, lock }: Staging): void {
  rmSync(path, { recursive: true, force: true })
  rmSync(lockPath(path), { force: true })
  lock.release()
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

/**
 * Moves all staged objects into the repo's `objects`. With `durable`, contents reach the disk
 * before names do, and all else before commits, so that no crash leaves a commit without its
 * objects or an object without its bytes.
 */
export async function publishStaging(
  repoPath: string,
  staging: Staging,
  durable: boolean,
): Promise<void> {
  const names = readdirSync(staging.path).filter((name) => parseLooseName(name) !== undefined)
  if (names.length === 0) return
  const isCommit = (name: string) => name.endsWith('.commit')
  if (durable) await syncFileSystem(repoPath)
  const move = (chosen: string[]) => moveObjects(repoPath, staging.path, chosen)
  move(names.filter((name) => !isCommit(name)))
  if (durable) await syncFileSystem(repoPath)
  for (const directory of move(names.filter(isCommit))) if (durable) syncDirectory(directory)
}

function moveObjects(repoPath: string, from: string, names: string[]): Set<string> {
  const directories = new Set<string>()
  for (const name of names) {
    const directory = `${repoPath}/objects/${name.slice(0, 2)}`
    if (!directories.has(directory) && !existsSync(directory)) {
      mkdirSync(directory, { recursive: true })
    }
    directories.add(directory)
    renameSync(`${from}/${name}`, `${repoPath}/objects/${loosePath(name)}`)
  }
  return directories
}
