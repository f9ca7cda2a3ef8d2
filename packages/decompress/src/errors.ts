import type { Compression } from './compression.js'

/** What went wrong, stable across releases. */
export type DecompressErrorCode =
  | 'ERR_DECOMPRESS_CORRUPT'
  | 'ERR_DECOMPRESS_TRUNCATED'
  | 'ERR_DECOMPRESS_TOO_LARGE'
  | 'ERR_DECOMPRESS_UNSUPPORTED'

/** A stream that can't be decompressed, with the byte offset in the compressed input where known. */
export class DecompressError extends Error {
  override readonly name = 'DecompressError'
  readonly code: DecompressErrorCode
  readonly compression: Compression
  readonly offset: number | undefined

  constructor(
    code: DecompressErrorCode,
    compression: Compression,
    reason: string,
    options: { offset?: number; cause?: unknown } = {},
  ) {
    const place = options.offset === undefined ? '' : ` (offset ${options.offset})`
    super(
      `cannot decompress ${compression} data: ${reason}${place}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    this.code = code
    this.compression = compression
    this.offset = options.offset
  }
}
