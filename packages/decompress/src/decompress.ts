import { ByteReader } from './byte-reader.js'
import { type Compression, sniffBytes, sniffCompression } from './compression.js'
import { DecompressError } from './errors.js'

/** Limits for {@link decompress}. */
export interface DecompressOptions {
  /** Fail once the decompressed stream is longer than this many bytes. Default: no limit. */
  readonly maxBytes?: number
  /** What the stream must be, as its name says. Default: what its first bytes say. */
  readonly compression?: Compression
}

type Decoder = (source: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

/** Each is loaded when data first needs it: most programs see one format. */
const loadDecoder: Record<Compression, () => Promise<Decoder>> = {
  xz: async () => (await import('./xz.js')).decodeXz,
  gzip: async () => (await import('./gzip.js')).decodeGzip,
  zstd: async () => (await import('./zstd.js')).decodeZstd,
  bzip2: async () => (await import('./bzip2.js')).decodeBzip2,
  lzma: async () => refuseLzma,
  none: async () => (source) => source,
}

/**
 * Yields `source` decompressed; which decoder is told by its first bytes unless the caller knows, and data without a known magic passes
 * through as it is. Chunks are the consumer's to keep. Stopping early stops the source. Throws
 * {@link DecompressError} for corrupt, truncated or too long data; errors of the source pass through.
 */
export async function* decompress(
  source: AsyncIterable<Uint8Array>,
  options: DecompressOptions = {},
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source)
  const head = await reader.read(sniffBytes)
  const compression = options.compression ?? sniffCompression(head)
  if (compression !== 'none' && compression !== sniffCompression(head)) {
    const [code, reason] =
      head.length < sniffBytes
        ? (['ERR_DECOMPRESS_TRUNCATED', 'the data ends early'] as const)
        : (['ERR_DECOMPRESS_CORRUPT', 'it does not begin as such'] as const)
    throw new DecompressError(code, compression, reason, { offset: 0 })
  }
  const maxBytes = options.maxBytes ?? Number.POSITIVE_INFINITY
  let total = 0
  const decode = await loadDecoder[compression]()
  for await (const chunk of decode(reader.rest(head))) {
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
