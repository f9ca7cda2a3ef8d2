import { createHash } from 'node:crypto'
import { fchmodSync, renameSync } from 'node:fs'
import { type Checksum, checksumOf } from './checksum.js'
import { encodeCommit } from './commit.js'
import type { ContentWriter } from './content/content-format.js'
import { createPlainFile } from './content/plain-file.js'
import { type DirMeta, encodeDirMeta } from './dir-meta.js'
import { type DirTree, encodeDirTree } from './dir-tree.js'
import { encodeFileHeader, type FileHeader } from './file-header.js'
import { isSymlink } from './file-mode.js'
import { FileSink } from './file-sink.js'
import { KnownObjects } from './known-objects.js'
import { completeCommit, type NewCommit } from './new-commit.js'
import type { ObjectType } from './object-name.js'
import type { ObjectStore } from './object-store.js'
import { SpaceBudget } from './space-budget.js'
import { stageObject } from './stage-object.js'
import { StagingArea } from './staging-area.js'
import { withSortedXattrs } from './xattrs.js'

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
    const checksum = checksumOf(bytes)
    if (this.has(checksum, type)) return checksum
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
    if (this.has(checksum, 'file')) return checksum
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
    const path = this.#staging.unnamedPath()
    return new FileSink({
      header,
      size,
      path,
      file: this.#store.format.create(path, header, size),
      isKnown: (checksum) => this.has(checksum, 'file'),
      stage: (checksum) => {
        renameSync(path, this.#staging.pathOf(checksum, 'file'))
        this.#known.add(checksum, 'file')
      },
    })
  }

  /** Whether this writer has written the object to its end, or the repo has it. */
  has(checksum: Checksum, type: ObjectType): boolean {
    return this.#known.has(checksum, type)
  }

  #put(
    checksum: Checksum,
    type: ObjectType,
    create: (path: string) => ContentWriter,
    content: Uint8Array,
  ): void {
    const isOurs = stageObject(() => create(this.#staging.pathOf(checksum, type)), content)
    if (isOurs) this.#known.add(checksum, type)
  }
}
