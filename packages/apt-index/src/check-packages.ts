import { decodeBytes } from '@apt2ostree/deb822'
import { AptError } from './errors.js'

const carriageReturn = 13
/** A real stanza has some kilobytes; the longest in Debian is below 100. */
const maxStanzaLength = 8 << 20

/** What tells one package from another. */
interface Identity {
  package?: string
  version?: string
  architecture?: string
  sha256?: string
}

/**
 * Throws an AptError for an index that could fool those who read it further on: NUL bytes, carriage
 * returns (apt ends a stanza at `\r`, others don't), a stanza beyond all measure, a `Filename` that
 * leaves the archive, one version with two contents, or a stanza that poses as ours
 * (`Archive-Index`) and would pass its packages off as another archive's.
 */
export function checkPackages(bytes: Buffer): void {
  if (bytes.includes(0)) fail('it has a NUL byte')
  const text = decodeBytes(bytes)
  const digests = new Map<string, string>()
  let identity: Identity = {}
  let stanzaStart = 0
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('\n', start)
    const end = found < 0 ? text.length : found
    if (text.charCodeAt(end - 1) === carriageReturn) fail('it has a carriage return')
    if (end - stanzaStart > maxStanzaLength) fail(`a stanza is over ${maxStanzaLength} bytes`)
    if (end > start) readField(text, start, end, identity)
    else {
      checkUnique(identity, digests)
      identity = {}
      stanzaStart = end + 1
    }
    start = end + 1
  }
  checkUnique(identity, digests)
}

/** Most lines are of no interest here: their first two letters tell, without a copy of the line. */
const beginnings = new Set(['pa', 've', 'ar', 'sh', 'fi'].map((pair) => letterPair(pair, 0)))

function letterPair(text: string, at: number): number {
  return ((text.charCodeAt(at) | 32) << 8) + (text.charCodeAt(at + 1) | 32)
}

function readField(text: string, start: number, end: number, identity: Identity): void {
  if (!beginnings.has(letterPair(text, start))) return
  const colon = text.indexOf(':', start)
  const name = text.slice(start, colon).trimEnd().toLowerCase()
  const value = text.slice(colon + 1, end).trim()
  if (name === 'archive-index') fail('it has a field Archive-Index')
  if (name === 'filename' && !isInside(value)) fail(`invalid Filename "${value}"`)
  if (name === 'package' || name === 'version' || name === 'architecture' || name === 'sha256') {
    identity[name] = value
  }
}

function checkUnique(
  { package: name, version, architecture, sha256 }: Identity,
  digests: Map<string, string>,
): void {
  if (name === undefined || sha256 === undefined) return
  const key = `${name} ${version} ${architecture}`
  const known = digests.get(key)
  if (known === undefined) digests.set(key, sha256)
  else if (known !== sha256) fail(`"${key}" comes twice, with different contents`)
}

/** Returns whether a Filename stays within its archive: relative, without `..` or a scheme. */
export function isInside(filename: string): boolean {
  return filename !== '' && !/^\/|[\s\\?#]|^[a-z][a-z0-9+.-]*:\/|(^|\/)\.\.(\/|$)/i.test(filename)
}

function fail(reason: string): never {
  throw new AptError('ERR_APT_INDEX', reason)
}
