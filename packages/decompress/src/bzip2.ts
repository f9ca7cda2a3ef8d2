import unbzip2Stream from 'unbzip2-stream'
import { DecompressError } from './errors.js'

/** Yields the content of one or more concatenated bzip2 streams. Throws {@link DecompressError}. */
export async function* decodeBzip2(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = unbzip2Stream()
  let ready: Uint8Array[] = []
  let failure: Error | undefined
  let offset = 0
  // It does its work while it is written to, whatever its readers do.
  decoder.on('data', (chunk: Uint8Array) => ready.push(chunk))
  decoder.on('error', (error: Error) => {
    failure ??= error
  })
  const take = (): Uint8Array[] => {
    if (failure !== undefined) throw bzip2Error(failure, offset)
    const taken = ready
    ready = []
    return taken
  }
  for await (const chunk of source) {
    offset += chunk.length
    decoder.write(chunk)
    yield* take()
  }
  decoder.end()
  yield* take()
}

function bzip2Error(cause: Error, offset: number): DecompressError {
  if (cause.name === 'Bzip2Error') {
    const reason = 'the data is corrupt'
    return new DecompressError('ERR_DECOMPRESS_CORRUPT', 'bzip2', reason, { offset, cause })
  }
  // The end inside a block is a TypeError of its bit reader, between blocks a plain Error.
  return new DecompressError('ERR_DECOMPRESS_TRUNCATED', 'bzip2', 'the data ends early', { offset })
}
