import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as zlib from 'node:zlib'
import { OciError } from '../errors.js'

export const compressions = ['gzip', 'zstd', 'none'] as const

/** How the tars of layers are stored. */
export type LayerCompression = (typeof compressions)[number]

/** What stands behind the media type of a tar. */
export const TYPE_SUFFIX: Readonly<Record<LayerCompression, string>> = {
  gzip: '+gzip',
  zstd: '+zstd',
  none: '',
}

/** zlib's own default; the header that Node writes holds no time and no name. */
const GZIP_LEVEL = 6

/**
 * Yields a layer's tar compressed. The digest of a layer is that of its compressed bytes, and so is
 * pinned by the zlib or zstd that comes with Node. Throws ERR_OCI_UNSUPPORTED where this Node has no zstd.
 */
export async function* compress(
  source: AsyncIterable<Uint8Array>,
  compression: LayerCompression,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (compression === 'none') {
    yield* source
    return
  }
  const compressor = createCompressor(compression)
  const fed = pipeline(source, compressor, { ...(signal && { signal }) })
  // the loop below throws what `fed` throws
  fed.catch(() => undefined)
  yield* compressor as AsyncIterable<Buffer>
  await fed
}

function createCompressor(compression: 'gzip' | 'zstd'): Duplex {
  if (compression === 'gzip') return zlib.createGzip({ level: GZIP_LEVEL })
  const { createZstdCompress } = zlib as { createZstdCompress?: () => Duplex }
  if (createZstdCompress !== undefined) return createZstdCompress()
  throw new OciError('ERR_OCI_UNSUPPORTED', 'cannot compress with zstd: this Node.js has none', {
    hint: 'use Node.js 22.15 or later, or --compress gzip',
  })
}
