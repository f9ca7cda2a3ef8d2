import { decodeBytes } from '@apt2ostree/deb822'
import { AptError } from './errors.js'
import { isInside } from './is-inside.js'
import { VersionRegister } from './version-register.js'

const carriageReturn = 13
/** A real stanza has some kilobytes; the longest in Debian is below 100. */
const maxStanzaLength = 8 << 20
/** Strings of this length are cheap to make and to forget; V8 treats long ones apart. */
const pieceBytes = 1 << 15

/**
 * Looks through an index as it is decompressed for what could fool those who read it further on: NUL
 * bytes, carriage returns (apt ends a stanza at `\r`, others don't), a stanza beyond all measure, a
 * `Filename` that leaves the archive, one version with two contents, or a stanza that poses as ours
 * (`Archive-Index`) and would pass its packages off as another archive's. Throws an AptError.
 */
export class PackagesCheck {
  readonly #versions = new VersionRegister()
  #pending = ''
  #stanzaLength = 0
  #packageName = ''

  /** Takes the next bytes. */
  write(chunk: Uint8Array): void {
    for (let start = 0; start < chunk.length; start += pieceBytes) {
      this.#lines(this.#pending + decodeBytes(chunk.subarray(start, start + pieceBytes)))
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
    if (text.charCodeAt(end - 1) === carriageReturn) fail('it has a carriage return')
    this.#stanzaLength += end - start
    this.#measure(0)
    switch (text.charCodeAt(start) | 32) {
      case 97:
        if (text.startsWith('Architecture:', start)) this.#versions.add(text, start, end)
        else checkIndexField(text.slice(start, end))
        break
      case 102:
        checkFilename(text.slice(start, end))
        break
      case 112:
        if (!text.startsWith('Package:', start)) break
        this.#versions.add(text, start, end)
        this.#packageName = text.slice(start + 'Package:'.length, end)
        break
      case 115:
        if (text.startsWith('SHA256:', start)) this.#versions.setContent(text.slice(start, end))
        break
      case 118:
        if (text.startsWith('Version:', start)) this.#versions.add(text, start, end)
    }
  }

  #measure(pending: number): void {
    if (this.#stanzaLength + pending <= maxStanzaLength) return
    fail(`a stanza is over ${maxStanzaLength} bytes`)
  }

  #finishStanza(): void {
    this.#stanzaLength = 0
    if (this.#versions.next()) return
    fail(`a version of "${this.#packageName.trim()}" comes twice, with different contents`)
  }
}

function checkIndexField(line: string): void {
  if (/^archive-index[ \t]*:/i.test(line)) fail('it has a field Archive-Index')
}

function checkFilename(line: string): void {
  const value = /^filename[ \t]*:[ \t]*(.*)/i.exec(line)?.[1]
  if (value !== undefined && !isInside(value)) fail(`invalid Filename "${value}"`)
}

function fail(reason: string): never {
  throw new AptError('ERR_APT_INDEX', reason)
}
