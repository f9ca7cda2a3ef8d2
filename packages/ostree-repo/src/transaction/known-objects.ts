import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Checksum } from '../objects/checksum.js'
import { type ObjectType, objectName } from '../objects/object-name.js'
import type { ObjectStore } from '../store/object-store.js'

/** The objects that a writer need not write: its own, and those of the repo. */
export class KnownObjects {
  readonly #store: ObjectStore
  readonly #names = new Set<string>()
  readonly #directories = new Map<string, boolean>()

  constructor(store: ObjectStore) {
    this.#store = store
  }

  /** Adds an object that was written to its end. */
  add(checksum: Checksum, type: ObjectType): void {
    this.#names.add(objectName(checksum, type))
  }

  has(checksum: Checksum, type: ObjectType): boolean {
    if (this.#names.has(objectName(checksum, type))) return true
    if (!this.#mayBeInRepo(checksum, type) || !this.#isInRepo(checksum, type)) return false
    this.add(checksum, type)
    return true
  }

  /** A partial commit is written again, so that it is known by then what it still lacks. */
  #isInRepo(checksum: Checksum, type: ObjectType): boolean {
    return type === 'commit' ? this.#store.hasCommit(checksum) : this.#store.has(checksum, type)
  }

  /**
   * Whether there is a directory for such objects, as of the first time it was asked for: a new repo
   * needs no look for each object. What others add meanwhile is written again, which does no harm.
   */
  #mayBeInRepo(checksum: Checksum, type: ObjectType): boolean {
    if (this.#store.parent !== undefined) return true
    const prefix = checksum.slice(0, 2)
    const known = this.#directories.get(prefix)
    if (known !== undefined) return known
    const found = existsSync(dirname(this.#store.pathOf(checksum, type)))
    this.#directories.set(prefix, found)
    return found
  }
}
