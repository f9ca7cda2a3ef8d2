import { createHash } from 'node:crypto'
import { fchmodSync, renameSync, rmSync } from 'node:fs'
import { OstreeRepoError } from '../errors.js'
import { type Checksum, checksumOf } from '../objects/checksum.js'
import { completeCommit, encodeCommit, type NewCommit } from '../objects/commit.js'
import { type DirMeta, encodeDirMeta } from '../objects/dir-meta.js'
import { type DirTree, encodeDirTree } from '../objects/dir-tree.js'
import { encodeFileHeader, type FileHeader } from '../objects/file-header.js'
import { isSymlink } from '../objects/file-mode.js'
import type { ObjectType } from '../objects/object-name.js'
import { withSortedXattrs } from '../objects/xattrs.js'
import type { ContentWriter } from '../store/content/content-format.js'
import { createPlainFile } from '../store/content/plain-file.js'
import type { ObjectStore } from '../store/object-store.js'
import { FileSink } from './file-sink.js'
import { KnownObjects } from './known-objects.js'
import { SpaceBudget } from './space-budget.js'
import { StagingArea } from './staging.js'

/**
 * Writes objects into a staging directory, from where their transaction publishes them. All calls
 * but `writeFileFrom` are synchronous: for thousands of small files that is several times faster.
 * Objects that the repo has are not written again.
 */
export class ObjectWriter {
  readonly #store: ObjectStore
  readonly #staging: StagingArea
  readonly #budget: SpaceBudget
  readonly #known: KnownObjects
  #hasEnded = false

  constructor(store: ObjectStore, stagingPath: string) {
    this.#store = store
    this.#known = new KnownObjects(store)
    this.#staging = new StagingArea(stagingPath, store.config.mode)
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
    return this.writeMetadata('commit', encodeCommit(completeCommit(commit)))
  }

  /** Writes the bytes of a metadata object, which must be valid. */
  writeMetadata(type: Exclude<ObjectType, 'file'>, bytes: Buffer): Checksum {
    this.assertOpen()
    const checksum = checksumOf(bytes)
    if (this.has(checksum, type)) return checksum
    const create = (path: string) => createPlainFile(path, (fd) => fchmodSync(fd, 0o644))
    this.#put(checksum, type, create, bytes)
    return checksum
  }

  /** Writes a symlink, or a regular file whose content is in memory; a symlink has no content. */
  writeFile(metadata: FileHeader, content?: Uint8Array): Checksum {
    this.assertOpen()
    const header = withSortedXattrs(metadata)
    const bytes = isSymlink(header.mode) || content === undefined ? new Uint8Array() : content
    const hash = createHash('sha256').update(encodeFileHeader(header)).update(bytes)
    const checksum = hash.digest('hex') as Checksum
    if (this.has(checksum, 'file')) return checksum
    const create = (path: string) => this.#store.format.create(path, header, bytes.length)
    this.#put(checksum, 'file', create, bytes)
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
    this.assertOpen()
    const header = withSortedXattrs(metadata)
    const { path, file } = this.#create(size, (path) =>
      this.#store.format.create(path, header, size),
    )
    return new FileSink({
      header,
      size,
      path,
      file,
      isKnown: (checksum) => this.has(checksum, 'file'),
      stage: (checksum) => this.#stage(path, checksum, 'file'),
    })
  }

  /** Whether this writer has written the object to its end, or the repo has it. */
  has(checksum: Checksum, type: ObjectType): boolean {
    return this.#known.has(checksum, type)
  }

  /** Refuses whatever is written from now on. */
  protected end(): void {
    this.#hasEnded = true
  }

  /** Throws ERR_OSTREE_TRANSACTION once the transaction has ended. */
  protected assertOpen(): void {
    if (!this.#hasEnded) return
    throw new OstreeRepoError(
      'ERR_OSTREE_TRANSACTION',
      'cannot write to the transaction: it has ended',
    )
  }

  #put(
    checksum: Checksum,
    type: ObjectType,
    create: (path: string) => ContentWriter,
    content: Uint8Array,
  ): void {
    const { path, file } = this.#create(content.length, create)
    try {
      if (content.length > 0) file.write(content)
    } catch (error) {
      file.abandon()
      rmSync(path, { force: true })
      throw error
    }
    file.close()
    this.#stage(path, checksum, type)
  }

  /** Begins the file of an object under a name of its own, where nobody takes it for the object. */
  #create(size: number, create: (path: string) => ContentWriter) {
    this.#budget.spend(size)
    const path = this.#staging.unnamedPath()
    return { path, file: this.#whileOpen(() => create(path)) }
  }

  /** Gives a file that is complete the name of its object. */
  #stage(path: string, checksum: Checksum, type: ObjectType): void {
    this.#whileOpen(() => renameSync(path, this.#staging.pathOf(checksum, type)))
    this.#known.add(checksum, type)
  }

  /** The staging directory goes with the transaction, which a writer that joined it can't know. */
  #whileOpen<T>(action: () => T): T {
    try {
      return action()
    } catch (error) {
      const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT' && !this.#staging.isThere()
      if (isGone) this.end()
      this.assertOpen()
      throw error
    }
  }
}
