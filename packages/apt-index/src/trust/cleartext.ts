import { decodeBytes } from '@apt2ostree/deb822'
import { AptError } from '../errors.js'

/** The three parts of a cleartext signed file, see RFC 9580 section 7. */
export interface Cleartext {
  /** What was signed, lines ended by `\n`: dashes unescaped, white space at line ends gone. */
  readonly text: string
  /** The bytes that the signatures are over: the same lines, CR LF between them. */
  readonly signedBytes: Uint8Array
  /** The ASCII-armoured signature block. */
  readonly signature: string
}

const begin = '-----BEGIN PGP SIGNED MESSAGE-----'
const beginSignature = '-----BEGIN PGP SIGNATURE-----'
const endSignature = '-----END PGP SIGNATURE-----'

/**
 * Returns the parts of an InRelease file. Strict where readers have differed and been fooled:
 * nothing may stand before or after the one signed message, and only `Hash` headers and dash-escaped
 * lines are let through, as apt's SplitClearSignedFile does. Throws an AptError naming the line.
 */
export function parseCleartext(bytes: Uint8Array): Cleartext {
  const lines = decodeBytes(bytes).split('\n').map(withoutTrailingSpace)
  if (lines[0] !== begin) fail(1, 'it does not start with a signed message')
  const body = 1 + skipHeaders(lines)
  const signatureAt = lines.indexOf(beginSignature, body)
  if (signatureAt < 0) fail(lines.length, 'it has no signature')
  const endAt = lines.indexOf(endSignature, signatureAt)
  if (endAt < 0) fail(lines.length, 'its signature does not end')
  const trailing = lines.findIndex((line, at) => at > endAt && line !== '')
  if (trailing >= 0) fail(trailing + 1, 'text after the signature')
  const content = lines.slice(body, signatureAt).map((line, at) => undash(line, body + at))
  return {
    text: `${content.join('\n')}\n`,
    signedBytes: Buffer.from(content.join('\r\n'), 'latin1'),
    signature: `${lines.slice(signatureAt, endAt + 1).join('\n')}\n`,
  }
}

/** Returns the index of the empty line that ends the headers. */
function skipHeaders(lines: readonly string[]): number {
  const empty = lines.indexOf('')
  if (empty < 0) fail(lines.length, 'its headers do not end')
  const other = lines.findIndex((line, at) => at > 0 && at < empty && !line.startsWith('Hash: '))
  if (other >= 0) fail(other + 1, 'unexpected header')
  return empty
}

function undash(line: string, at: number): string {
  if (!line.startsWith('-')) return line
  if (!line.startsWith('- ')) fail(at + 1, 'a line begins with a dash')
  return line.slice(2)
}

function withoutTrailingSpace(line: string): string {
  return line.replace(/[ \t\r]+$/, '')
}

function fail(line: number, reason: string): never {
  throw new AptError('ERR_APT_UNTRUSTED', `${reason} (line ${line})`)
}
