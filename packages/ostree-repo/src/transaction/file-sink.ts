import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { OstreeRepoError } from '../errors.js'
import type { Checksum } from '../objects/checksum.js'
import { encodeFileHeader, type FileHeader } from '../objects/file-header.js'
import type { ContentWriter } from '../store/content/content-format.js'

/** What a {@link FileSink} needs of the writer that began it. */
export interface FileSinkParts {
  header: FileHeader
  /** Bytes that will be written. */
  size: number
  /** Where `file` lies until it is staged. */
  path: string
  file: ContentWriter
  isKnown: (checksum: Checksum) => boolean
  stage: (checksum: Checksum) => void
}

/** A content object while its bytes arrive; it must be finished or aborted. */
export class FileSink {
  readonly #parts: FileSinkParts
  readonly #hash = createHash('sha256')
  #written = 0
  #open = true

  constructor(parts: FileSinkParts) {
    this.#parts = parts
    this.#hash.update(encodeFileHeader(parts.header))
  }

  /** Appends `chunk`, which may be reused afterwards. */
  write(chunk: Uint8Array): void {
    this.#written += chunk.length
    if (this.#written > this.#parts.size) throw this.#wrongSize('more')
    this.#hash.update(chunk)
    this.#parts.file.write(chunk)
  }

  /** Stages the object. Throws ERR_OSTREE_INVALID_VALUE when bytes are missing. */
  finish(): Checksum {
    if (this.#written !== this.#parts.size) throw this.#wrongSize(`${this.#written}`)
    const checksum = this.#hash.digest('hex') as Checksum
    if (this.#parts.isKnown(checksum)) {
      this.abort()
      return checksum
    }
    this.#open = false
    this.#parts.file.close()
    this.#parts.stage(checksum)
    return checksum
  }

  /** Removes what has been written; does nothing after `finish`. */
  abort(): void {
    if (!this.#open) return
    this.#open = false
    this.#parts.file.abandon()
    rmSync(this.#parts.path, { force: true })
  }

  #wrongSize(got: string): OstreeRepoError {
    return new OstreeRepoError(
      'ERR_OSTREE_INVALID_VALUE',
      `cannot write file: its content has ${got} bytes where ${this.#parts.size} were announced`,
    )
  }
}
