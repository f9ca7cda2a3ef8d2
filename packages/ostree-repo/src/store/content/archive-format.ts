import { closeSync, createReadStream, fchmodSync, openSync, readFileSync, readSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { constants, createInflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib'
import { GVariantError } from '../../gvariant/codec.js'
import {
  decodeArchiveHeader,
  encodeArchiveHeader,
  type FileHeader,
} from '../../objects/file-header.js'
import { isSymlink } from '../../objects/file-mode.js'
import type { ContentFormat, StoredContent } from './content-format.js'
import { createPlainFile, openSymlink } from './plain-file.js'

/** Content is deflated in slices of this many bytes, so that large files take constant memory. */
const SLICE_BYTES = 1024 * 1024
/** Deflate looks back this far; RFC 1951. */
const WINDOW_BYTES = 32 * 1024
const PREFIX_BYTES = 8
/** As large as any metadata may be in libostree (OSTREE_MAX_METADATA_SIZE). */
const MAX_HEADER_BYTES = 128 * 1024 * 1024

/**
 * Mode archive: a big-endian header with the content's size, then the raw deflated content;
 * libostree's ostree-core.c, _ostree_zlib_file_header_new.
 */
export function archiveFormat(level: number): ContentFormat {
  return {
    create(path, header, size) {
      const file = createPlainFile(path, (fd) => fchmodSync(fd, 0o644))
      file.write(encodeArchiveHeader(header, size))
      if (isSymlink(header.mode)) return file
      const deflater = new SliceDeflater(level, (bytes) => file.write(bytes))
      return {
        write: (chunk) => deflater.write(chunk),
        close() {
          deflater.finish()
          file.close()
        },
        abandon: () => file.abandon(),
      }
    },

    open(path) {
      const { header, size, start } = readHeader(path)
      return isSymlink(header.mode) ? openSymlink(header) : openDeflated(path, header, size, start)
    },
  }
}

/** Synchronous raw deflate of a stream: each slice ends on a byte and knows the one before. */
class SliceDeflater {
  readonly #level: number
  readonly #emit: (bytes: Buffer) => void
  #pending: Uint8Array[] = []
  #pendingBytes = 0
  #window: Buffer | undefined

  constructor(level: number, emit: (bytes: Buffer) => void) {
    this.#level = level
    this.#emit = emit
  }

  write(chunk: Uint8Array): void {
    this.#pending.push(Buffer.from(chunk))
    this.#pendingBytes += chunk.length
    if (this.#pendingBytes >= SLICE_BYTES) this.#deflate(constants.Z_SYNC_FLUSH)
  }

  finish(): void {
    this.#deflate(constants.Z_FINISH)
  }

  #deflate(finishFlush: number): void {
    const slice = Buffer.concat(this.#pending)
    const dictionary = this.#window === undefined ? {} : { dictionary: this.#window }
    this.#emit(deflateRawSync(slice, { level: this.#level, finishFlush, ...dictionary }))
    this.#window = slice.subarray(-WINDOW_BYTES)
    this.#pending = []
    this.#pendingBytes = 0
  }
}

function readHeader(path: string): { header: FileHeader; size: number; start: number } {
  const fd = openSync(path, 'r')
  try {
    const head = Buffer.alloc(4096)
    const got = readSync(fd, head, 0, head.length, 0)
    const length = got < PREFIX_BYTES ? 0 : head.readUInt32BE(0)
    const start = PREFIX_BYTES + length
    let bytes = head.subarray(PREFIX_BYTES, Math.min(got, start))
    if (start > got && length <= MAX_HEADER_BYTES) {
      bytes = Buffer.alloc(length)
      bytes = bytes.subarray(0, readSync(fd, bytes, 0, length, PREFIX_BYTES))
    }
    if (length === 0 || bytes.length !== length) throw new GVariantError('the header is truncated')
    return { ...decodeArchiveHeader(bytes), start }
  } finally {
    closeSync(fd)
  }
}

function openDeflated(
  path: string,
  header: FileHeader,
  size: number,
  start: number,
): StoredContent {
  return {
    header,
    size,
    readAll: () =>
      inflateRawSync(readFileSync(path).subarray(start), { maxOutputLength: size + 1 }),
    async *chunks() {
      const inflate = createInflateRaw({ chunkSize: 256 * 1024 })
      const feeding = pipeline(createReadStream(path, { start }), inflate)
      feeding.catch(() => {})
      yield* inflate
      await feeding
    },
  }
}
