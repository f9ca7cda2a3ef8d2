import xz from 'xz-decompress'

/**
 * The WebAssembly exports of xz-decompress (xz-embedded behind five C functions). The package's own class wraps
 * them in a web ReadableStream that decodes one stream at a time per process and stops at the first stream's end;
 * driving the exports ourselves is faster, concurrent, and sees where a stream ends.
 */
interface XzExports {
  readonly memory: { readonly buffer: ArrayBuffer }
  create_context(): number
  destroy_context(context: number): void
  supply_input(context: number, length: number): void
  get_next_output(context: number): number
}

interface XzInternals {
  _getModuleInstance(): Promise<void>
  _moduleInstance?: { readonly exports: XzExports }
}

/** Return values of get_next_output: `enum xz_ret` of xz-embedded's xz.h. */
export const xzReturn = {
  ok: 0,
  streamEnd: 1,
  unsupportedCheck: 2,
  memoryLimit: 4,
  formatError: 5,
  optionsError: 6,
  dataError: 7,
  bufferError: 8,
} as const

/** Word offsets in the context struct: the buffer size, then struct xz_buf. */
const field = { bufferSize: 0, in: 1, inPosition: 2, inSize: 3, out: 4, outPosition: 5 } as const

let loading: Promise<XzExports> | undefined

/** Resolves to the decoder's exports, instantiated once per thread. */
export function loadXzExports(): Promise<XzExports> {
  loading ??= instantiate()
  return loading
}

async function instantiate(): Promise<XzExports> {
  const internals = xz.XzReadableStream as unknown as XzInternals
  await internals._getModuleInstance()
  if (internals._moduleInstance === undefined)
    throw new Error('xz-decompress has no module instance')
  return internals._moduleInstance.exports
}

/** One xz stream's decoder: fill its input buffer, take what it puts in its output buffer, close it. */
export class XzEngine {
  readonly #exports: XzExports
  readonly #context: number
  #words: Uint32Array
  #bytes: Uint8Array

  constructor(exports: XzExports) {
    this.#exports = exports
    this.#context = exports.create_context()
    this.#words = new Uint32Array(exports.memory.buffer, this.#context)
    this.#bytes = new Uint8Array(exports.memory.buffer)
  }

  /** The size of the input buffer, and of the output buffer. */
  get bufferBytes(): number {
    return this.#word(field.bufferSize)
  }

  /** Copies as much of `input` as fits into the engine, which must want input; returns the number of bytes. */
  supply(input: Uint8Array): number {
    this.#refresh()
    const length = Math.min(input.length, this.bufferBytes)
    this.#bytes.set(input.subarray(0, length), this.#word(field.in))
    this.#exports.supply_input(this.#context, length)
    return length
  }

  /** How many bytes of the last {@link supply} were not consumed yet. */
  get unusedInput(): number {
    return this.#word(field.inSize) - this.#word(field.inPosition)
  }

  /** Decodes until input or output space runs out; returns an {@link xzReturn} value. */
  run(): number {
    const result = this.#exports.get_next_output(this.#context)
    this.#refresh()
    return result
  }

  /** Hands out a view of the bytes decoded so far, valid until the next call, and empties the output buffer. */
  takeOutput(): Uint8Array {
    const start = this.#word(field.out)
    const output = this.#bytes.subarray(start, start + this.#word(field.outPosition))
    this.#words[field.outPosition] = 0
    return output
  }

  close(): void {
    this.#exports.destroy_context(this.#context)
  }

  /** WebAssembly memory that grows, for any engine, gets a new buffer and detaches the old one. */
  #refresh(): void {
    if (this.#bytes.buffer === this.#exports.memory.buffer) return
    this.#words = new Uint32Array(this.#exports.memory.buffer, this.#context)
    this.#bytes = new Uint8Array(this.#exports.memory.buffer)
  }

  #word(index: number): number {
    this.#refresh()
    return this.#words[index] ?? 0
  }
}
