import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OciError } from '../errors.js'
import type { Descriptor } from './formats.js'

/** Manifests and configurations are small; more is an attack. */
const MAX_JSON_BYTES = 8 << 20

/** Which bytes a descriptor speaks of. */
export type BlobId = Pick<Descriptor, 'digest' | 'size'>

/** The blobs of a layout: files named after their own SHA-256. */
export class Blobs {
  readonly #folder: string

  constructor(layout: string) {
    this.#folder = join(layout, 'blobs', 'sha256')
  }

  /** Returns whether there is a file of this name and size. */
  async has({ digest, size }: BlobId): Promise<boolean> {
    const stats = await stat(this.#path(digest)).catch(() => undefined)
    return stats?.isFile() === true && stats.size === size
  }

  /** Writes a small blob. */
  async put(bytes: Uint8Array): Promise<BlobId> {
    const id = { digest: digestOf(createHash('sha256').update(bytes)), size: bytes.length }
    if (await this.has(id)) return id
    await mkdir(this.#folder, { recursive: true })
    const temporary = this.#temporary()
    await writeFile(temporary, bytes)
    await rename(temporary, this.#path(id.digest))
    return id
  }

  /** Writes what comes, and returns which blob it became; it appears under its name when it is whole. */
  async putStream(source: AsyncIterable<Uint8Array>): Promise<BlobId> {
    await mkdir(this.#folder, { recursive: true })
    const temporary = this.#temporary()
    const hash = createHash('sha256')
    let size = 0
    try {
      const file = await open(temporary, 'wx')
      try {
        for await (const chunk of source) {
          hash.update(chunk)
          size += chunk.length
          await file.writeFile(chunk)
        }
      } finally {
        await file.close()
      }
      const digest = digestOf(hash)
      await rename(temporary, this.#path(digest))
      return { digest, size }
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }

  /** Returns the whole of a small blob. Throws ERR_OCI_DIGEST unless its bytes are those promised. */
  async read(id: BlobId): Promise<string> {
    if (id.size > MAX_JSON_BYTES) {
      throw new OciError('ERR_OCI_LAYOUT', `cannot read ${id.digest}: it has ${id.size} bytes`)
    }
    const chunks: Uint8Array[] = []
    for await (const chunk of this.stream(id)) chunks.push(chunk)
    return Buffer.concat(chunks).toString('utf8')
  }

  /** Yields the bytes of a blob. Throws ERR_OCI_DIGEST at their end unless they are those promised. */
  async *stream({ digest, size }: BlobId, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    const hash = createHash('sha256')
    let seen = 0
    try {
      const file = createReadStream(this.#path(digest), { highWaterMark: 1 << 18 })
      for await (const chunk of file as AsyncIterable<Buffer>) {
        signal?.throwIfAborted()
        seen += chunk.length
        if (seen > size) break
        hash.update(chunk)
        yield chunk
      }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
      throw new OciError('ERR_OCI_LAYOUT', `cannot read ${digest}: the layout has no such blob`)
    }
    if (seen !== size) {
      const what = seen > size ? `more than ${size}` : `${seen} of ${size}`
      throw new OciError('ERR_OCI_DIGEST', `cannot read ${digest}: it has ${what} bytes`)
    }
    const actual = digestOf(hash)
    if (actual === digest) return
    throw new OciError('ERR_OCI_DIGEST', `cannot read ${digest}: its digest is ${actual}`)
  }

  #path(digest: string): string {
    return join(this.#folder, digest.replace('sha256:', ''))
  }

  #temporary(): string {
    return join(this.#folder, `.${crypto.randomUUID()}`)
  }
}

/** Returns the digest of what was hashed, in the specification's spelling. */
export function digestOf(hash: Hash): string {
  return `sha256:${hash.digest('hex')}`
}
