import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { DecompressError } from './errors.js'

const chunkBytes = 1 << 18

/** Yields the content of one or more concatenated gzip members (RFC 1952). Throws {@link DecompressError}. */
export async function* decodeGzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = Readable.from(source, { objectMode: false })
  const inputClosed = finished(input).catch(() => undefined)
  let bytesRead = 0
  input.on('data', (chunk: Uint8Array) => {
    bytesRead += chunk.length
  })
  const gunzip = createGunzip({ chunkSize: chunkBytes })
  input.on('error', (error) => gunzip.destroy(error))
  try {
    yield* input.pipe(gunzip) as AsyncIterable<Uint8Array>
  } catch (error) {
    throw input.errored ?? gzipError(error, bytesRead, gunzip.bytesWritten)
  } finally {
    input.destroy()
    await inputClosed
  }
}

function gzipError(error: unknown, bytesRead: number, bytesDecoded: number): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  if (error.code === 'Z_BUF_ERROR') {
    const reason = 'the data ends early'
    return new DecompressError('ERR_DECOMPRESS_TRUNCATED', 'gzip', reason, { offset: bytesRead })
  }
  const options = { offset: bytesDecoded, cause: error }
  return new DecompressError('ERR_DECOMPRESS_CORRUPT', 'gzip', 'the data is corrupt', options)
}
