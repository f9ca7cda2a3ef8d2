import { DecompressError, type DecompressErrorCode } from './errors.js'
import { loadXzExports, XzEngine, xzReturn } from './xz-engine.js'

/** Decoded bytes are gathered into chunks of this size, so that consumers run once per chunk, not per 64 KiB. */
const chunkBytes = 1 << 18

const [corrupt, unsupported] = ['ERR_DECOMPRESS_CORRUPT', 'ERR_DECOMPRESS_UNSUPPORTED'] as const

const failures = new Map<number, readonly [DecompressErrorCode, reason: string]>([
  [xzReturn.unsupportedCheck, [unsupported, 'its integrity check is of an unsupported kind']],
  [xzReturn.memoryLimit, [unsupported, 'its dictionary is over 64 MiB']],
  [xzReturn.formatError, [corrupt, 'not an xz stream']],
  // xz-embedded gives this for integrity checks, too.
  [xzReturn.optionsError, [unsupported, 'it has an unsupported filter or integrity check']],
  [xzReturn.dataError, [corrupt, 'the data is corrupt']],
  [xzReturn.bufferError, [corrupt, 'the data is corrupt']],
])

/**
 * Yields the content of one or more concatenated xz streams with optional padding, as the .xz file format
 * (tukaani.org/xz/xz-file-format.txt, section 2) allows. Throws {@link DecompressError}.
 */
export async function* decodeXz(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new XzDecoder(new XzEngine(await loadXzExports()))
  try {
    for await (const chunk of source) yield* decoder.write(chunk)
    yield* decoder.end()
  } finally {
    decoder.close()
  }
}

class XzDecoder {
  readonly #engine: XzEngine
  #offset = 0
  #chunk = Buffer.allocUnsafeSlow(chunkBytes)
  #filled = 0

  constructor(engine: XzEngine) {
    this.#engine = engine
  }

  *write(input: Uint8Array): Generator<Uint8Array> {
    let position = 0
    while (position < input.length) {
      const supplied = this.#engine.supply(input.subarray(position))
      const result = yield* this.#drain()
      position += supplied
      this.#offset += supplied
      if (result === xzReturn.ok) continue
      throw this.#error(...(failures.get(result) ?? ([corrupt, `error ${result}`] as const)))
    }
  }

  /** The engine accepts further streams until it is given no input. */
  *end(): Generator<Uint8Array> {
    this.#engine.supply(new Uint8Array(0))
    const result = yield* this.#drain()
    if (result !== xzReturn.streamEnd) {
      throw this.#error('ERR_DECOMPRESS_TRUNCATED', 'the data ends early')
    }
    yield this.#chunk.subarray(0, this.#filled)
  }

  close(): void {
    this.#engine.close()
  }

  /** Decodes all of the input that was supplied; returns the last {@link xzReturn}. */
  *#drain(): Generator<Uint8Array, number> {
    for (;;) {
      const result = this.#engine.run()
      const output = this.#engine.takeOutput()
      const more = output.length === this.#engine.bufferBytes || this.#engine.unusedInput > 0
      yield* this.#gather(output)
      if (result !== xzReturn.ok || !more) {
        this.#offset -= this.#engine.unusedInput
        return result
      }
    }
  }

  /** Copies before it yields: meanwhile another engine may grow the memory that `output` is a view of. */
  *#gather(output: Uint8Array): Generator<Uint8Array> {
    const full = this.#chunk.subarray(0, this.#filled)
    const isFull = output.length > this.#chunk.length - this.#filled
    if (isFull) {
      this.#chunk = Buffer.allocUnsafeSlow(chunkBytes)
      this.#filled = 0
    }
    this.#chunk.set(output, this.#filled)
    this.#filled += output.length
    if (isFull) yield full
  }

  #error(code: DecompressErrorCode, reason: string): DecompressError {
    return new DecompressError(code, 'xz', reason, { offset: this.#offset })
  }
}
