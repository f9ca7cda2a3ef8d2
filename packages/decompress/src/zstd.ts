import { Decompress, ZstdErrorCode } from 'fzstd'
import { DecompressError } from './errors.js'

/** Yields the content of one or more concatenated zstd frames (RFC 8878). Throws {@link DecompressError}. */
export async function* decodeZstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = []
  let offset = 0
  const decoder = new Decompress((chunk) => ready.push(chunk))
  const push = (chunk: Uint8Array, final: boolean): Uint8Array[] => {
    ready = []
    try {
      decoder.push(chunk, final)
    } catch (error) {
      throw zstdError(error, offset)
    }
    offset += chunk.length
    return ready
  }
  for await (const chunk of source) yield* push(chunk, false)
  yield* push(new Uint8Array(0), true)
}

function zstdError(error: unknown, offset: number): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  if (error.code === ZstdErrorCode.UnexpectedEOF) {
    const reason = 'the data ends early'
    return new DecompressError('ERR_DECOMPRESS_TRUNCATED', 'zstd', reason, { offset })
  }
  const options = { offset, cause: error }
  return new DecompressError('ERR_DECOMPRESS_CORRUPT', 'zstd', 'the data is corrupt', options)
}
