import { decodeBytes } from '@apt2ostree/deb822'
import { AptError } from '../errors.js'
import { LineEnds } from '../stream/line-ends.js'

/** A real stanza has some kilobytes; the longest in Debian is below 100. */
const maxStanzaLength = 8 << 20
/** Strings of this length are cheap to make and to forget; V8 treats long ones apart. */
const pieceBytes = 1 << 15
const hash = 35

/**
 * Looks through an index as it is decompressed for what would fool those who read it further on: NUL
 * bytes, a stanza beyond all measure, or one without a name, which apt refuses too and which might
 * pose as ours and pass packages off as another archive's. Throws an AptError.
 */
export class PackagesCheck {
  readonly #lineEnds = new LineEnds()
  #pending = ''
  #stanzaLength = 0
  #hasName = false

  /** Takes the next bytes. */
  write(chunk: Uint8Array): void {
    const bytes = this.#lineEnds.push(chunk)
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      this.#lines(this.#pending + decodeBytes(bytes.subarray(start, start + pieceBytes)))
    }
  }

  /** Takes the end of the index. */
  end(): void {
    if (this.#pending !== '') this.#line(this.#pending, 0, this.#pending.length)
    this.#finishStanza()
  }

  #lines(text: string): void {
    if (text.includes('\0')) fail('it has a NUL byte')
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      if (end > start) this.#line(text, start, end)
      else this.#finishStanza()
      start = end + 1
    }
    this.#pending = text.slice(start)
    this.#measure(this.#pending.length)
  }

  /** A million lines, most of no interest: the first letter tells without a copy of the line. */
  #line(text: string, start: number, end: number): void {
    const first = text.charCodeAt(start)
    // Comments make no stanza.
    if (first === hash && this.#stanzaLength === 0) return
    this.#stanzaLength += end - start
    this.#measure(0)
    if ((first | 32) !== 112 || this.#hasName) return
    const name = text.slice(start, start + 'Package:'.length)
    this.#hasName = name.toLowerCase() === 'package:'
  }

  #measure(pending: number): void {
    if (this.#stanzaLength + pending <= maxStanzaLength) return
    fail(`a stanza is over ${maxStanzaLength} bytes`)
  }

  #finishStanza(): void {
    if (this.#stanzaLength > 0 && !this.#hasName) fail('a stanza has no Package field')
    this.#stanzaLength = 0
    this.#hasName = false
  }
}

function fail(reason: string): never {
  throw new AptError('ERR_APT_INDEX', reason)
}
