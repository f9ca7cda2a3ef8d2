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
      if (cause.name === 'Bzip2Error') {
        const reason = 'the data is corrupt'
        return new DecompressError('ERR_DECOMPRESS_CORRUPT', 'bzip2', reason, { offset, cause })
      }
      // The end inside a block is a TypeError of its bit reader, between blocks a plain Error.
      const reason = 'the data ends early'
      return new DecompressError('ERR_DECOMPRESS_TRUNCATED', 'bzip2', reason, { offset })
    },
  })
}
