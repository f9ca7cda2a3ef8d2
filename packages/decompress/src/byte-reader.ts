/** Reads a stream of chunks piecewise, and knows the offset of what it reads next. */
export class ByteReader {
  readonly #iterator: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array(0)
  #offset = 0

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#iterator = source[Symbol.asyncIterator]()
  }

  /** How many bytes were read. */
  get offset(): number {
    return this.#offset
  }

  /** Returns the next `length` bytes, fewer only where the stream ends before that. */
  async read(length: number): Promise<Buffer> {
    const chunks: Uint8Array[] = []
    for (let missing = length; missing > 0; ) {
      const chunk = await this.next(missing)
      if (chunk === undefined) break
      chunks.push(chunk)
      missing -= chunk.length
    }
    return Buffer.concat(chunks)
  }

  /** Returns the next bytes at hand, at least one and at most `length`, or undefined at the end. */
  async next(length: number): Promise<Uint8Array | undefined> {
    while (this.#rest.length === 0) {
      const result = await this.#iterator.next()
      if (result.done === true) return undefined
      this.#rest = result.value
    }
    const chunk = this.#rest.subarray(0, length)
    this.#rest = this.#rest.subarray(chunk.length)
    this.#offset += chunk.length
    return chunk
  }

  /** Yields what is left, `before` it, and releases the source. */
  async *rest(before: Uint8Array): AsyncGenerator<Uint8Array> {
    try {
      if (before.length > 0) yield before
      for (;;) {
        const chunk = await this.next(Number.POSITIVE_INFINITY)
        if (chunk === undefined) return
        yield chunk
      }
    } finally {
      await this.close()
    }
  }

  /** Releases the source. */
  async close(): Promise<void> {
    await this.#iterator.return?.()
  }
}
