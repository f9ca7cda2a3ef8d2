import { createGunzip } from 'node:zlib'
import { decodeThrough } from './decode-through.js'
import { DecompressError } from './errors.js'

const chunkBytes = 1 << 18

/** Yields the content of one or more concatenated gzip members (RFC 1952). Throws {@link DecompressError}. */
export function decodeGzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: chunkBytes })
  return decodeThrough(source, {
    attach(input) {
      input.on('error', (error) => gunzip.destroy(error))
      return input.pipe(gunzip)
    },
    toError(cause, bytesRead) {
      if ('code' in cause && cause.code === 'Z_BUF_ERROR') {
        return new DecompressError('ERR_DECOMPRESS_TRUNCATED', 'gzip', 'the data ends early', {
          offset: bytesRead,
        })
      }
      const offset = gunzip.bytesWritten
      return new DecompressError('ERR_DECOMPRESS_CORRUPT', 'gzip', 'the data is corrupt', {
        offset,
        cause,
      })
    },
  })
}
