import { createHash, type Hash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pid } from 'node:process'
import type { DigestAlgorithm } from '../release/digest.js'

/** The end of a temporary name: of which machine, since others may share the directory, and process. */
const machine = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
const temporaryName = new RegExp(`^\\..*\\.${machine}-(\\d+)-[0-9a-f-]{36}$`)

/** Directories that were looked through. */
const swept = new Set<string>()

/** Removes what processes of this machine that were killed have left in a directory. */
async function sweep(directory: string): Promise<void> {
  if (swept.has(directory)) return
  swept.add(directory)
  for (const name of await readdir(directory)) {
    const owner = temporaryName.exec(name)?.[1]
    if (owner === undefined || existsSync(`/proc/${owner}`)) continue
    await rm(join(directory, name), { force: true })
  }
}

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

  /**
   * Returns an empty file beside `target`, whose directory is made where it's missing; what killed
   * runs left there goes.
   */
  static async create(target: string, algorithm: DigestAlgorithm = 'sha256'): Promise<PartialFile> {
    const directory = dirname(target)
    await mkdir(directory, { recursive: true })
    await sweep(directory)
    const path = join(directory, `.${basename(target)}.${machine}-${pid}-${randomUUID()}`)
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
