import { createHash, randomBytes } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import { type Checksum, checksumOf } from './checksum.js'
import { type Commit, encodeCommit } from './commit.js'
import { type DirMeta, encodeDirMeta } from './dir-meta.js'
import { type DirTree, encodeDirTree } from './dir-tree.js'
import { encodeFileHeader, type FileHeader } from './file-header.js'
import { isSymlink } from './file-mode.js'
import { FileSink } from './file-sink.js'
import { looseName, type ObjectType } from './object-name.js'
import type { ObjectStore } from './object-store.js'
import { SpaceBudget } from './space-budget.js'

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
  readonly #tempPrefix = `tmp-${randomBytes(6).toString('hex')}-`
  #tempCount = 0

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
    return this.writeMetadata('dirmeta', encodeDirMeta(meta))
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
    const temp = this.#tempPath()
    writeFileSync(temp, bytes, { flag: 'wx', mode: 0o644 })
    this.#stage(temp, checksum, type)
    return checksum
  }

  /** Writes a symlink, or a regular file whose content is in memory. */
  writeFile(header: FileHeader, content: Uint8Array = new Uint8Array()): Checksum {
    const hash = createHash('sha256').update(encodeFileHeader(header))
    const checksum = hash.update(content).digest('hex') as Checksum
    if (this.#isKnown(checksum, 'file')) return checksum
    this.#budget.spend(content.length)
    const temp = this.#tempPath()
    const file = this.#store.format.create(temp, header, content.length)
    if (!isSymlink(header.mode)) file.write(content)
    file.close()
    this.#stage(temp, checksum, 'file')
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
  beginFile(header: FileHeader, size: number): FileSink {
    this.#budget.spend(size)
    const temp = this.#tempPath()
    return new FileSink({
      header,
      size,
      path: temp,
      file: this.#store.format.create(temp, header, size),
      isKnown: (checksum) => this.#isKnown(checksum, 'file'),
      stage: (checksum) => this.#stage(temp, checksum, 'file'),
    })
  }

  #isKnown(checksum: Checksum, type: ObjectType): boolean {
    const name = `${checksum}.${type}`
    if (this.#written.has(name)) return true
    if (!this.#store.has(checksum, type)) return false
    this.#written.add(name)
    return true
  }

  /** Rename is atomic, so a staged name is a whole object even if several threads write it. */
  #stage(temp: string, checksum: Checksum, type: ObjectType): void {
    renameSync(temp, `${this.#stagingPath}/${looseName(checksum, type, this.#store.config.mode)}`)
    this.#written.add(`${checksum}.${type}`)
  }

  #tempPath(): string {
    this.#tempCount += 1
    return `${this.#stagingPath}/${this.#tempPrefix}${this.#tempCount}`
  }
}
