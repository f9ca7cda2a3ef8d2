/** A growing byte buffer; offsets count from its first byte, which has every alignment. */
export class ByteWriter {
  #bytes: Buffer
  #length = 0

  constructor(capacity = 256) {
    this.#bytes = Buffer.allocUnsafe(capacity)
  }

  get length(): number {
    return this.#length
  }

  /** Writes zero bytes up to the next multiple of `alignment`. */
  align(alignment: number): void {
    const padding = -this.#length & (alignment - 1)
    if (padding === 0) return
    const start = this.#extend(padding)
    this.#bytes.fill(0, start, start + padding)
  }

  uint8(value: number): void {
    const start = this.#extend(1)
    this.#bytes[start] = value
  }

  bytes(value: Uint8Array): void {
    const start = this.#extend(value.length)
    this.#bytes.set(value, start)
  }

  text(value: string, encoding: BufferEncoding): void {
    const start = this.#extend(Buffer.byteLength(value, encoding))
    this.#bytes.write(value, start, encoding)
  }

  /** Reserves `size` bytes and hands the buffer and their offset to `fill`. */
  fixed(size: number, fill: (bytes: Buffer, offset: number) => void): void {
    const start = this.#extend(size)
    fill(this.#bytes, start)
  }

  /** What has been written; the writer must not be used afterwards. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  #extend(size: number): number {
    const start = this.#length
    const needed = start + size
    if (needed > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2))
      this.#bytes.copy(grown, 0, 0, start)
      this.#bytes = grown
    }
    this.#length = needed
    return start
  }
}
