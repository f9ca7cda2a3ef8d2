const carriageReturn = 13
const lineFeed = 10

/**
 * Takes the carriage returns away that stand beside a line feed, for apt takes no notice of them there
 * (pkgTagSection::Scan in tagfile.cc) and ends a stanza at an empty line that has some. Bytes without
 * any pass through uncopied.
 */
export class LineEnds {
  #isLineStart = true
  /** Carriage returns that were not let through yet: the next byte decides. */
  #pending = 0

  /** Whether the last byte let through ended a line; so does having let none through. */
  get isLineStart(): boolean {
    return this.#isLineStart
  }

  /** Returns the next bytes as they are to be read. */
  push(chunk: Uint8Array): Uint8Array {
    if (chunk.length === 0) return chunk
    if (this.#pending === 0 && !chunk.includes(carriageReturn)) {
      this.#isLineStart = chunk.at(-1) === lineFeed
      return chunk
    }
    const kept = new Uint8Array(this.#pending + chunk.length)
    let size = 0
    for (const byte of chunk) {
      if (byte === carriageReturn) {
        if (!this.#isLineStart) this.#pending++
        continue
      }
      for (; byte !== lineFeed && this.#pending > 0; this.#pending--) kept[size++] = carriageReturn
      this.#pending = 0
      kept[size++] = byte
      this.#isLineStart = byte === lineFeed
    }
    return kept.subarray(0, size)
  }
}
