import { tarError } from './tar-error.js'

/** Takes counted bytes from a stream of chunks. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>
  #current: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]()
  }

  /** Exactly `size` bytes, or undefined at the end of the stream. Throws when it ends between. */
  async read(size: number): Promise<Buffer | undefined> {
    const parts: Buffer[] = []
    let missing = size
    for await (const part of this.take(size, true)) {
      parts.push(part)
      missing -= part.length
    }
    if (missing === size && size > 0) return undefined
    return parts.length === 1 ? parts[0] : Buffer.concat(parts)
  }

  /** The next `size` bytes in chunks. Throws when the stream ends before. */
  async *take(size: number, mayBeEmpty = false): AsyncGenerator<Buffer> {
    for (let missing = size; missing > 0; ) {
      if (this.#current.length === 0 && !(await this.#advance())) {
        if (mayBeEmpty && missing === size) return
        throw tarError('it is truncated')
      }
      const part = this.#current.subarray(0, missing)
      this.#current = this.#current.subarray(part.length)
      missing -= part.length
      yield part
    }
  }

  /** Ends the stream, whatever is left of it. */
  async close(): Promise<void> {
    await this.#chunks.return?.()
  }

  async #advance(): Promise<boolean> {
    const { done, value } = await this.#chunks.next()
    if (done === true) return false
    this.#current = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    return this.#current.length > 0 || this.#advance()
  }
}
