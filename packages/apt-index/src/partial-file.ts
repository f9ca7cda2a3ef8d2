import { createHash, type Hash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A file that is being received, under a temporary name beside the one it is to have. */
export class PartialFile {
  readonly path: string
  readonly #handle: FileHandle
  #hash: Hash = createHash('sha256')
  #size = 0
  #isMoved = false

  /** Made by `create`. */
  private constructor(path: string, handle: FileHandle) {
    this.path = path
    this.#handle = handle
  }

  /** Returns an empty file beside `target`, whose directory is made where it's missing. */
  static async create(target: string): Promise<PartialFile> {
    const directory = dirname(target)
    await mkdir(directory, { recursive: true })
    const path = join(directory, `.${basename(target)}.${randomUUID()}`)
    return new PartialFile(path, await open(path, 'ax'))
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

  /** Returns the SHA256 of everything received; nothing can be appended afterwards. */
  digest(): string {
    return this.#hash.digest('hex')
  }

  /** Starts again from nothing. */
  async reset(): Promise<void> {
    await this.#handle.truncate(0)
    this.#hash = createHash('sha256')
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
