/** Any number but 0, which leading NULs would leave as it is; this one is FNV-1a's. */
const offsetBasis = 0x811c9dc5

/**
 * Remembers which content each version of each package has, by numbers alone: strings of 60,000
 * stanzas cost as much as all else that is done with an index. Names are told apart by 53 bits of two
 * FNV-1a-like hashes, contents by the first 52 bits of their SHA256.
 */
export class VersionRegister {
  readonly #contents = new Map<number, number>()
  #low = offsetBasis
  #high = offsetBasis
  #content = 0

  /** Adds a line that tells this version from others: its Package, Version or Architecture field. */
  add(text: string, start: number, end: number): void {
    for (let at = start; at < end; at++) {
      const code = text.charCodeAt(at)
      this.#low = Math.imul(this.#low ^ code, 0x01000193)
      this.#high = Math.imul(this.#high ^ code, 0x5bd1e995)
    }
  }

  /** Sets the content of this version by its SHA256 field. */
  setContent(line: string): void {
    this.#content = Number.parseInt(
      line
        .slice(line.indexOf(':') + 1)
        .trim()
        .slice(0, 13),
      16,
    )
  }

  /** Goes on to the next version. Returns false if this one was seen before with another content. */
  next(): boolean {
    const key = (this.#low >>> 0) * 2 ** 21 + (this.#high >>> 11)
    const known = this.#contents.get(key)
    if (known === undefined) this.#contents.set(key, this.#content)
    const isNew = known === undefined || known === this.#content
    this.#low = offsetBasis
    this.#high = offsetBasis
    this.#content = 0
    return isNew
  }
}
