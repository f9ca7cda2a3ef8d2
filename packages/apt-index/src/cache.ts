import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Environment } from './transport/network.js'

/** Returns where downloads are kept by default: `$XDG_CACHE_HOME/apt-index`. */
export function defaultCacheDirectory(environment: Environment): string {
  const home = environment.XDG_CACHE_HOME
  const base = home?.startsWith('/') ? home : join(environment.HOME ?? '/', '.cache')
  return join(base, 'apt-index')
}

/** Milliseconds after which a file that wasn't used goes: a suite in flux adds 50 MB a day. */
const maxAge = 30 * 24 * 3600 * 1000

/**
 * Files by their SHA256, and small named records that point to them. Any number of runs may share
 * one: each file is written under a temporary name and renamed, and a digest is checked again
 * whenever a file is taken out.
 */
export class Cache {
  readonly directory: string
  readonly #files: string

  constructor(directory: string) {
    this.directory = directory
    this.#files = join(directory, 'by-hash', 'SHA256')
  }

  /** Returns where the file of this digest stands or is to stand. */
  pathOf(sha256: string): string {
    return join(this.#files, sha256)
  }

  /** Returns a path for a file that its user removes. */
  temporaryPath(): string {
    return join(this.directory, randomUUID())
  }

  /** Returns whether the file is here and unharmed; a harmed one is removed. */
  async holds(sha256: string): Promise<boolean> {
    const path = this.pathOf(sha256)
    const hash = createHash('sha256')
    try {
      for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
        hash.update(chunk)
      }
    } catch {
      return false
    }
    if (hash.digest('hex') !== sha256) {
      await rm(path, { force: true })
      return false
    }
    const now = new Date()
    await utimes(path, now, now)
    return true
  }

  /** Removes files that no run has used for a month, and what killed runs have left. */
  async prune(now: Date): Promise<void> {
    for (const directory of [this.directory, this.#files]) {
      for (const name of await readdir(directory)) {
        const path = join(directory, name)
        // Another run may remove its temporary files at any time.
        const found = await stat(path).catch(() => undefined)
        const isOld = found !== undefined && found.mtimeMs < now.getTime() - maxAge
        if (isOld && found.isFile()) await rm(path, { force: true })
      }
    }
  }

  /** Keeps the bytes and returns their digest. */
  async put(bytes: Uint8Array): Promise<string> {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await writeAtomically(this.pathOf(sha256), bytes)
    return sha256
  }

  /** Returns the bytes of this digest, undefined when they are not here. */
  async get(sha256: string): Promise<Buffer | undefined> {
    return (await this.holds(sha256)) ? readFile(this.pathOf(sha256)) : undefined
  }

  /** Keeps a record, a JSON value, under a name of any characters. */
  async writeRecord(name: string, record: unknown): Promise<void> {
    await writeAtomically(this.#recordPath(name), Buffer.from(JSON.stringify(record)))
  }

  /** Returns the record of that name, undefined for none or one that isn't JSON. */
  async readRecord(name: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.#recordPath(name), 'utf8'))
    } catch {
      return undefined
    }
  }

  #recordPath(name: string): string {
    const digest = createHash('sha256').update(name).digest('hex')
    return join(this.directory, 'records', `${digest}.json`)
  }
}

async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${randomUUID()}`
  try {
    await writeFile(temporary, bytes, { flag: 'wx' })
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
