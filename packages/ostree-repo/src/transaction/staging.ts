import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import type { Checksum } from '../objects/checksum.js'
import { looseName, loosePath, type ObjectType } from '../objects/object-name.js'
import type { RepoMode } from '../objects/repo-mode.js'
import { type HeldLock, tryLock } from './repo-lock.js'

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

/**
 * The parts of a staging directory in the order in which they are published: commits lie apart from
 * what they stand on. Each is laid out as the repo's `objects`.
 */
export const stagedParts = ['objects', 'commits'] as const

/** The path of the staging directory that a transaction's handle names. */
export function stagingPath(repoPath: string, handle: string): string {
  return `${repoPath}/tmp/${handle}`
}

/** Makes the directory in which a transaction's writers stage objects. */
export function createStagingArea(path: string): void {
  mkdirSync(path)
  for (const part of stagedParts) mkdirSync(`${path}/${part}`)
}

/** Where a writer puts what it stages; all writers of a transaction share the places of objects. */
export class StagingArea {
  readonly #path: string
  readonly #mode: RepoMode
  readonly #made = new Set<string>()
  readonly #writerId = randomBytes(6).toString('hex')
  #unnamed = 0

  constructor(path: string, mode: RepoMode) {
    this.#path = path
    this.#mode = mode
  }

  /** Where an object is staged once it is complete; the directory is there. */
  pathOf(checksum: Checksum, type: ObjectType): string {
    const part: (typeof stagedParts)[number] = type === 'commit' ? 'commits' : 'objects'
    const path = `${this.#path}/${part}/${loosePath(looseName(checksum, type, this.#mode))}`
    const directory = path.slice(0, path.lastIndexOf('/'))
    if (!this.#made.has(directory)) makeDirectory(directory)
    this.#made.add(directory)
    return path
  }

  /** Whether the transaction has not ended yet. */
  isThere(): boolean {
    return existsSync(this.#path)
  }

  /** A path for an object whose checksum is not known yet; no other writer is given it. */
  unnamedPath(): string {
    this.#unnamed += 1
    return `${this.#path}/unnamed-${this.#writerId}-${this.#unnamed}`
  }
}

/** Not its parents, too: a staging directory that is gone must not come back. */
function makeDirectory(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
