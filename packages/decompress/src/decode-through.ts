import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'

/** A Node stream that decodes what is piped into it. */
export interface StreamDecoder {
  /** Pipes the input into the decoder and returns what comes out. */
  readonly attach: (input: Readable) => AsyncIterable<Uint8Array>
  /** Returns the error to throw for one of the decoder's, given how much of the input was read. */
  readonly toError: (error: Error, bytesRead: number) => Error
}

/** Yields `source` as a Node stream decodes it. Errors of the source pass through as they are. */
export async function* decodeThrough(
  source: AsyncIterable<Uint8Array>,
  decoder: StreamDecoder,
): AsyncGenerator<Uint8Array> {
  const input = Readable.from(source, { objectMode: false })
  const inputClosed = finished(input).catch(() => undefined)
  let bytesRead = 0
  input.on('data', (chunk: Uint8Array) => {
    bytesRead += chunk.length
  })
  try {
    yield* decoder.attach(input)
  } catch (error) {
    if (input.errored !== null || !(error instanceof Error)) throw input.errored ?? error
    throw decoder.toError(error, bytesRead)
  } finally {
    input.destroy()
    await inputClosed
  }
}
