import { existsSync } from 'node:fs'
import { CorruptObjectError, ObjectNotFoundError } from '../errors.js'
import { GVariantError } from '../gvariant/codec.js'
import { type Checksum, checksumOf } from '../objects/checksum.js'
import { looseName, loosePath, type ObjectType, objectName } from '../objects/object-name.js'
import type { ContentFormat, StoredContent } from './content/content-format.js'
import { contentFormatOf } from './content/content-format-of.js'
import { guardContent } from './content/guard-content.js'
import { readSmallFile } from './read-small-file.js'
import type { RepoConfig } from './repo-config.js'

/** Largest metadata object that is read, as in libostree (OSTREE_MAX_METADATA_SIZE). */
const MAX_METADATA_BYTES = 128 * 1024 * 1024

/** The loose objects of a repo and, where it has one, of its parent repo. */
export class ObjectStore {
  readonly repoPath: string
  readonly config: RepoConfig
  readonly format: ContentFormat
  readonly parent: ObjectStore | undefined

  constructor(repoPath: string, config: RepoConfig, parent?: ObjectStore) {
    this.repoPath = repoPath
    this.config = config
    this.parent = parent
    this.format = contentFormatOf(config)
  }

  /** Where this repo keeps an object, whether it is there or not. */
  pathOf(checksum: Checksum, type: ObjectType): string {
    return `${this.repoPath}/objects/${loosePath(looseName(checksum, type, this.config.mode))}`
  }

  /** Whether this repo or its parent has the object. */
  has(checksum: Checksum, type: ObjectType): boolean {
    return existsSync(this.pathOf(checksum, type)) || this.parent?.has(checksum, type) === true
  }

  /**
   * Returns whether this repo or its parent has the commit with all that it needs: one that a pull
   * left partial does not count.
   */
  hasCommit(checksum: Checksum): boolean {
    if (existsSync(this.pathOf(checksum, 'commit'))) return !this.isPartial(checksum)
    return this.parent?.hasCommit(checksum) === true
  }

  /** Returns whether a pull marked the commit as partial in this repo itself. */
  isPartial(checksum: Checksum): boolean {
    return existsSync(this.partialPathOf(checksum))
  }

  /** Where a pull marks a commit that may lack objects; libostree's _ostree_get_commitpartial_path. */
  partialPathOf(checksum: Checksum): string {
    return `${this.repoPath}/state/${checksum}.commitpartial`
  }

  /**
   * Returns what a metadata object holds, once its bytes have the checksum that names it: new trees
   * are made of what was read, and would make its damage look sound. Throws ObjectNotFoundError or
   * CorruptObjectError.
   */
  readMetadata<T>(checksum: Checksum, type: ObjectType, decode: (bytes: Buffer) => T): T {
    return this.#read(checksum, type, (path) => {
      const bytes = readSmallFile(path)
      if (bytes.length > MAX_METADATA_BYTES) {
        throw new GVariantError(`it has ${bytes.length} bytes, more than metadata may have`)
      }
      const actual = checksumOf(bytes)
      if (actual !== checksum) throw new Error(`its checksum is ${actual}`)
      return decode(bytes)
    })
  }

  /** Opens a content object. Throws ObjectNotFoundError or CorruptObjectError, as reading it does. */
  openContent(checksum: Checksum): StoredContent {
    return this.#read(checksum, 'file', (path, store) => {
      const content = store.format.open(path)
      // Of a plain file nothing can go wrong but what the disk refuses.
      if (content.plainFile !== undefined) return content
      const explain = (error: unknown) =>
        corruptUnlessSystem(error, objectName(checksum, 'file'), path)
      return guardContent(content, explain)
    })
  }

  #read<T>(checksum: Checksum, type: ObjectType, read: (path: string, store: ObjectStore) => T): T {
    const path = this.pathOf(checksum, type)
    try {
      return read(path, this)
    } catch (error) {
      const name = objectName(checksum, type)
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        throw corruptUnlessSystem(error, name, path)
      }
      if (this.parent !== undefined) return this.parent.#read(checksum, type, read)
      throw new ObjectNotFoundError(name, this.repoPath)
    }
  }
}

/** What the disk refuses is told as it is; all else means that the object's bytes are wrong. */
function corruptUnlessSystem(error: unknown, name: string, path: string): unknown {
  if ((error as NodeJS.ErrnoException).syscall !== undefined) return error
  return new CorruptObjectError(name, path, (error as Error).message, error)
}
