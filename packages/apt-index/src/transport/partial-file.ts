import { createHash, type Hash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { DigestAlgorithm } from '../release/digest.js'

/** A file that is being received, under a temporary name beside the one it is to have. */
export class PartialFile {
  readonly path: string
  readonly #handle: FileHandle
  readonly #algorithm: DigestAlgorithm
  #hash: Hash
  #size = 0
  #isMoved = false

  /** Made by `create`. */
  private constructor(path: string, handle: FileHandle, algorithm: DigestAlgorithm) {
    this.path = path
    this.#handle = handle
    this.#algorithm = algorithm
    this.#hash = createHash(algorithm)
  }

  /** Returns an empty file beside `target`, whose directory is made where it's missing. */
  static async create(target: string, algorithm: DigestAlgorithm = 'sha256'): Promise<PartialFile> {
    const directory = dirname(target)
    await mkdir(directory, { recursive: true })
    const path = join(directory, `.${basename(target)}.${randomUUID()}`)
    return new PartialFile(path, await open(path, 'ax'), algorithm)
  }

  /** Bytes received so far. */
  get size(): number {
    return this.#size
  }

  async append(chunk: Uint8Array): Promise<void> {
    await this.#handle.appendFile(chunk)
    this.#hash.update(chunk)
    this.#size += chunk.length
  }

  /** Returns the digest of everything received, in hex; nothing can be appended afterwards. */
  digest(): string {
    return this.#hash.digest('hex')
  }

  /** Starts again from nothing. */
  async reset(): Promise<void> {
    await this.#handle.truncate(0)
    this.#hash = createHash(this.#algorithm)
    this.#size = 0
  }

  /** Gives the file its place, whole. */
  async moveTo(path: string): Promise<void> {
    await this.#handle.close()
    await rename(this.path, path)
    this.#isMoved = true
  }

  /** Closes and removes the file, unless it was moved. */
  async discard(): Promise<void> {
    if (this.#isMoved) return
    await this.#handle.close()
    await rm(this.path, { force: true })
  }
}
