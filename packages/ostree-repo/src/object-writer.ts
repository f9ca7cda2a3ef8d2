import { createHash, randomBytes } from 'node:crypto'
import { fchmodSync, renameSync } from 'node:fs'
import { type Checksum, checksumOf } from './checksum.js'
import { type Commit, encodeCommit } from './commit.js'
import type { ContentWriter } from './content/content-format.js'
import { createPlainFile } from './content/plain-file.js'
import { type DirMeta, encodeDirMeta } from './dir-meta.js'
import { type DirTree, encodeDirTree } from './dir-tree.js'
import { encodeFileHeader, type FileHeader } from './file-header.js'
import { isSymlink } from './file-mode.js'
import { FileSink } from './file-sink.js'
import { looseName, type ObjectType, objectName, STAGED_SEPARATOR } from './object-name.js'
import type { ObjectStore } from './object-store.js'
import { SpaceBudget } from './space-budget.js'
import { withSortedXattrs } from './xattrs.js'

/** The fields of a commit to write; those left out are empty, the timestamp 0. */
export type NewCommit = Pick<Commit, 'rootTree' | 'rootMeta'> & Partial<Commit>

/**
 * Writes objects into a staging directory, from where their transaction publishes them. All calls
 * but `writeFileFrom` are synchronous: for thousands of small files that is several times faster.
 * Objects that the repo has are not written again.
 */
export class ObjectWriter {
  readonly #store: ObjectStore
  readonly #stagingPath: string
  readonly #budget: SpaceBudget
  readonly #written = new Set<string>()
  readonly #id = randomBytes(6).toString('hex')
  #count = 0

  constructor(store: ObjectStore, stagingPath: string) {
    this.#store = store
    this.#stagingPath = stagingPath
    this.#budget = new SpaceBudget(store.repoPath, store.config.minFreeSpace)
  }

  /** Writes a directory's entries, in any order. Throws ERR_OSTREE_INVALID_TREE. */
  writeDirTree(tree: DirTree): Checksum {
    return this.writeMetadata('dirtree', encodeDirTree(tree))
  }

  /** Writes a directory's metadata. Throws ERR_OSTREE_INVALID_VALUE. */
  writeDirMeta(meta: DirMeta): Checksum {
    return this.writeMetadata('dirmeta', encodeDirMeta(withSortedXattrs(meta)))
  }

  /** Writes a commit; its metadata keys are sorted. Throws ERR_OSTREE_INVALID_VALUE. */
  writeCommit(commit: NewCommit): Checksum {
    const metadata = new Map([...(commit.metadata ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)))
    const { related = [], subject = '', body = '', timestamp = 0 } = commit
    return this.writeMetadata(
      'commit',
      encodeCommit({ ...commit, metadata, related, subject, body, timestamp }),
    )
  }

  /** Writes the bytes of a metadata object, which must be valid. */
  writeMetadata(type: Exclude<ObjectType, 'file'>, bytes: Buffer): Checksum {
    const checksum = checksumOf(bytes)
    if (this.#isKnown(checksum, type)) return checksum
    this.#budget.spend(bytes.length)
    this.#put(checksum, type, (path) => createPlainFile(path, (fd) => fchmodSync(fd, 0o644)), bytes)
    return checksum
  }

  /** Writes a symlink, or a regular file whose content is in memory; a symlink has no content. */
  writeFile(metadata: FileHeader, content?: Uint8Array): Checksum {
    const header = withSortedXattrs(metadata)
    const bytes = isSymlink(header.mode) || content === undefined ? new Uint8Array() : content
    const hash = createHash('sha256').update(encodeFileHeader(header)).update(bytes)
    const checksum = hash.digest('hex') as Checksum
    if (this.#isKnown(checksum, 'file')) return checksum
    this.#budget.spend(bytes.length)
    this.#put(
      checksum,
      'file',
      (path) => this.#store.format.create(path, header, bytes.length),
      bytes,
    )
    return checksum
  }

  /** Writes a regular file of `size` bytes from a stream, in constant memory. */
  async writeFileFrom(
    header: FileHeader,
    size: number,
    content: AsyncIterable<Uint8Array>,
  ): Promise<Checksum> {
    const sink = this.beginFile(header, size)
    try {
      for await (const chunk of content) sink.write(chunk)
      return sink.finish()
    } catch (error) {
      sink.abort()
      throw error
    }
  }

  /** Begins a regular file of `size` bytes, to be written chunk by chunk. */
  beginFile(metadata: FileHeader, size: number): FileSink {
    const header = withSortedXattrs(metadata)
    this.#budget.spend(size)
    const path = `${this.#stagingPath}/unnamed${this.#suffix()}`
    return new FileSink({
      header,
      size,
      path,
      file: this.#store.format.create(path, header, size),
      isKnown: (checksum) => this.#isKnown(checksum, 'file'),
      stage: (checksum) => {
        renameSync(path, this.#stagedPath(checksum, 'file'))
        this.#written.add(objectName(checksum, 'file'))
      },
    })
  }

  #put(
    checksum: Checksum,
    type: ObjectType,
    create: (path: string) => ContentWriter,
    content: Uint8Array,
  ): void {
    const path = this.#stagedPath(checksum, type)
    const file = create(path)
    try {
      if (content.length > 0) file.write(content)
    } catch (error) {
      file.abandon()
      throw error
    }
    file.close()
    this.#written.add(objectName(checksum, type))
  }

  #isKnown(checksum: Checksum, type: ObjectType): boolean {
    const name = objectName(checksum, type)
    if (this.#written.has(name)) return true
    if (!this.#store.has(checksum, type)) return false
    this.#written.add(name)
    return true
  }

  /** Unique to this writer: two threads may write the same object at once. */
  #stagedPath(checksum: Checksum, type: ObjectType): string {
    const name = looseName(checksum, type, this.#store.config.mode)
    return `${this.#stagingPath}/${name}${this.#suffix()}`
  }

  #suffix(): string {
    this.#count += 1
    return `${STAGED_SEPARATOR}${this.#id}-${this.#count}`
  }
}
