import { decodeBytes } from '@apt2ostree/deb822'
import { AptError } from './errors.js'
import { isInside } from './is-inside.js'

const carriageReturn = 13
/** A real stanza has some kilobytes; the longest in Debian is below 100. */
const maxStanzaLength = 8 << 20

/**
 * Looks through an index as it is decompressed for what could fool those who read it further on: NUL
 * bytes, carriage returns (apt ends a stanza at `\r`, others don't), a stanza beyond all measure, a
 * `Filename` that leaves the archive, one version with two contents, or a stanza that poses as ours
 * (`Archive-Index`) and would pass its packages off as another archive's. Throws an AptError.
 */
export class PackagesCheck {
  readonly #digests = new Map<string, string>()
  #pending = ''
  #stanzaLength = 0
  #package = ''
  #version = ''
  #architecture = ''
  #sha256 = ''

  /** Takes the next bytes. */
  write(chunk: Uint8Array): void {
    const text = this.#pending + decodeBytes(chunk)
    if (text.includes('\0')) fail('it has a NUL byte')
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.#line(text, start, end)
      start = end + 1
    }
    this.#pending = text.slice(start)
    this.#measure(this.#pending.length)
  }

  /** Takes the end of the index. */
  end(): void {
    if (this.#pending !== '') this.#line(this.#pending, 0, this.#pending.length)
    this.#finishStanza()
  }

  #line(text: string, start: number, end: number): void {
    if (end === start) {
      this.#finishStanza()
      return
    }
    if (text.charCodeAt(end - 1) === carriageReturn) fail('it has a carriage return')
    this.#stanzaLength += end - start
    this.#measure(0)
    // A million lines, most of no interest: the first letter tells without a copy of the line.
    switch (text.charCodeAt(start) | 32) {
      case 97:
        if (text.startsWith('Architecture: ', start))
          this.#architecture = text.slice(start + 14, end)
        else if (/^archive-index[ \t]*:/i.test(text.slice(start, start + 99))) {
          fail('it has a field Archive-Index')
        }
        break
      case 102:
        checkFilename(text.slice(start, end))
        break
      case 112:
        if (text.startsWith('Package: ', start)) this.#package = text.slice(start + 9, end)
        break
      case 115:
        if (text.startsWith('SHA256: ', start)) this.#sha256 = text.slice(start + 8, end)
        break
      case 118:
        if (text.startsWith('Version: ', start)) this.#version = text.slice(start + 9, end)
    }
  }

  #measure(pending: number): void {
    if (this.#stanzaLength + pending <= maxStanzaLength) return
    fail(`a stanza is over ${maxStanzaLength} bytes`)
  }

  #finishStanza(): void {
    this.#stanzaLength = 0
    const key = `${this.#package} ${this.#version} ${this.#architecture}`
    const known = this.#digests.get(key)
    if (known === undefined) this.#digests.set(key, this.#sha256)
    else if (known !== this.#sha256) fail(`"${key}" comes twice, with different contents`)
  }
}

function checkFilename(line: string): void {
  const value = /^filename[ \t]*:[ \t]*(.*)/i.exec(line)?.[1]
  if (value !== undefined && !isInside(value)) fail(`invalid Filename "${value}"`)
}

function fail(reason: string): never {
  throw new AptError('ERR_APT_INDEX', reason)
}
