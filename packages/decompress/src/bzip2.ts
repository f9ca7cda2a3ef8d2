import { Readable } from 'node:stream'
import unbzip2Stream from 'unbzip2-stream'
import { decodeThrough } from './decode-through.js'
import { DecompressError } from './errors.js'

/** Yields the content of one or more concatenated bzip2 streams. Throws {@link DecompressError}. */
export function decodeBzip2(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return decodeThrough(source, {
    attach(input) {
      const decoder = unbzip2Stream()
      input.on('error', (error) => decoder.emit('error', error))
      // An old-style stream: wrapped, it heeds how fast its reader is.
      return new Readable().wrap(input.pipe(decoder))
    },
    toError(cause, offset) {
      // Its bit reader, asked for more than there is, fails with a TypeError.
      if (cause instanceof TypeError) {
        const reason = 'the data ends early'
        return new DecompressError('ERR_DECOMPRESS_TRUNCATED', 'bzip2', reason, { offset })
      }
      const reason = 'the data is corrupt'
      return new DecompressError('ERR_DECOMPRESS_CORRUPT', 'bzip2', reason, { offset, cause })
    },
  })
}
