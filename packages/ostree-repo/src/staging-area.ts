import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import type { Checksum } from './checksum.js'
import { looseName, loosePath, type ObjectType } from './object-name.js'
import type { RepoMode } from './repo-mode.js'

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
