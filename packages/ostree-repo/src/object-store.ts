import { existsSync, readFileSync } from 'node:fs'
import type { Checksum } from './checksum.js'
import { archiveFormat } from './content/archive-format.js'
import { bareFormat, bareUserOnlyFormat } from './content/bare-format.js'
import { bareUserFormat } from './content/bare-user-format.js'
import type { ContentFormat, StoredContent } from './content/content-format.js'
import { CorruptObjectError, ObjectNotFoundError } from './errors.js'
import { GVariantError } from './gvariant/codec.js'
import { looseName, loosePath, type ObjectType, objectName } from './object-name.js'
import type { RepoConfig } from './repo-config.js'

/** Largest metadata object that is read, as in libostree (OSTREE_MAX_METADATA_SIZE). */
const MAX_METADATA_BYTES = 128 * 1024 * 1024

/** The loose objects of a repo and, where it has one, of its parent repo. */
export class ObjectStore {
  readonly repoPath: string
  readonly config: RepoConfig
  readonly format: ContentFormat
  readonly parent: ObjectStore | undefined

  constructor(repoPath: string, config: RepoConfig, parent: ObjectStore | undefined) {
    this.repoPath = repoPath
    this.config = config
    this.parent = parent
    this.format = formatOf(config)
  }

  /** Where this repo keeps an object, whether it is there or not. */
  pathOf(checksum: Checksum, type: ObjectType): string {
    return `${this.repoPath}/objects/${loosePath(looseName(checksum, type, this.config.mode))}`
  }

  /** Whether this repo or its parent has the object. */
  has(checksum: Checksum, type: ObjectType): boolean {
    return this.find(checksum, type) !== undefined
  }

  /** The store, this or a parent, that has the object. */
  find(checksum: Checksum, type: ObjectType): ObjectStore | undefined {
    if (existsSync(this.pathOf(checksum, type))) return this
    return this.parent?.find(checksum, type)
  }

  /**
   * Decodes a metadata object; its checksum is not verified, `fsck` does that.
   * Throws ObjectNotFoundError or CorruptObjectError.
   */
  readMetadata<T>(checksum: Checksum, type: ObjectType, decode: (bytes: Buffer) => T): T {
    return this.#read(checksum, type, (path) => {
      const bytes = readFileSync(path)
      if (bytes.length > MAX_METADATA_BYTES) {
        throw new GVariantError(`it has ${bytes.length} bytes, more than metadata may have`)
      }
      return decode(bytes)
    })
  }

  /** Opens a content object. Throws ObjectNotFoundError or CorruptObjectError. */
  openContent(checksum: Checksum): StoredContent {
    return this.#read(checksum, 'file', (path, store) => store.format.open(path))
  }

  #read<T>(checksum: Checksum, type: ObjectType, read: (path: string, store: ObjectStore) => T): T {
    const path = this.pathOf(checksum, type)
    try {
      return read(path, this)
    } catch (error) {
      const { code, message, syscall } = error as NodeJS.ErrnoException
      if (code !== 'ENOENT') {
        if (syscall !== undefined) throw error
        throw new CorruptObjectError(objectName(checksum, type), path, message, error)
      }
      if (this.parent !== undefined) return this.parent.#read(checksum, type, read)
      throw new ObjectNotFoundError(objectName(checksum, type), this.repoPath)
    }
  }
}

function formatOf(config: RepoConfig): ContentFormat {
  switch (config.mode) {
    case 'archive':
      return archiveFormat(config.zlibLevel)
    case 'bare':
      return bareFormat
    case 'bare-user':
      return bareUserFormat
    case 'bare-user-only':
      return bareUserOnlyFormat
  }
}
