import { decodeBzip2 } from './bzip2.js'
import { type Compression, sniffBytes, sniffCompression } from './compression.js'
import { DecompressError } from './errors.js'
import { decodeGzip } from './gzip.js'
import { peekBytes } from './peek-bytes.js'
import { decodeXz } from './xz.js'
import { decodeZstd } from './zstd.js'

/** Limits for {@link decompress}. */
export interface DecompressOptions {
  /** Fail once the decompressed stream is longer than this many bytes. Default: no limit. */
  readonly maxBytes?: number
}

type Decoder = (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

const decoders: Record<Compression, Decoder> = {
  xz: decodeXz,
  gzip: decodeGzip,
  zstd: decodeZstd,
  bzip2: decodeBzip2,
  lzma: refuseLzma,
  none: (source) => source,
}

/**
 * Yields `source` decompressed; which decoder is told by its first bytes, and data without a known magic passes
 * through as it is. Chunks are the consumer's to keep. Stopping early stops the source. Throws
 * {@link DecompressError} for corrupt, truncated or too long data; errors of the source pass through.
 */
export async function* decompress(
  source: AsyncIterable<Uint8Array>,
  options: DecompressOptions = {},
): AsyncGenerator<Uint8Array> {
  const { head, stream } = await peekBytes(source, sniffBytes)
  const compression = sniffCompression(head)
  const maxBytes = options.maxBytes ?? Number.POSITIVE_INFINITY
  let total = 0
  for await (const chunk of decoders[compression](stream)) {
    total += chunk.length
    if (total > maxBytes) {
      const reason = `the content is over ${maxBytes} bytes`
      throw new DecompressError('ERR_DECOMPRESS_TOO_LARGE', compression, reason)
    }
    if (chunk.length > 0) yield chunk
  }
}

/** The format of packages from before 2011. No decoder of it is both maintained and streaming. */
function refuseLzma(): never {
  const reason = 'xz has taken its place, and no decoder for it is built in'
  throw new DecompressError('ERR_DECOMPRESS_UNSUPPORTED', 'lzma', reason)
}
