import { AptError } from './errors.js'

const newline = 10
/** apt's own limit for a stanza is of this order (pkgTagFile grows its buffer up to it). */
const maxStanzaBytes = 8 << 20

/**
 * Throws an AptError for an index that could fool those who read it further on: one with NUL
 * bytes, a stanza beyond all measure, a `Filename` that leaves the archive, or a stanza that poses
 * as ours (`Archive-Index`) and would pass its packages off as another archive's.
 */
export function checkPackages(bytes: Buffer): void {
  if (bytes.includes(0)) fail('it has a NUL byte')
  let stanzaStart = 0
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(newline, start)
    const end = found < 0 ? bytes.length : found
    if (end === start) stanzaStart = end + 1
    else if (end - stanzaStart > maxStanzaBytes) fail(`a stanza is over ${maxStanzaBytes} bytes`)
    else checkLine(bytes, start, end)
    start = end + 1
  }
}

function checkLine(bytes: Buffer, start: number, end: number): void {
  const initial = (bytes[start] ?? 0) | 32
  if (initial !== 97 && initial !== 102) return
  const line = bytes.toString('latin1', start, Math.min(end, start + 4096))
  if (initial === 97 && /^archive-index\s*:/i.test(line)) fail('it has a field Archive-Index')
  if (initial !== 102) return
  const filename = /^filename\s*:\s*(.*)$/i.exec(line)?.[1]
  if (filename !== undefined && !isInside(filename)) fail(`invalid Filename "${filename}"`)
}

/** Returns whether a Filename stays within its archive: relative, without `..` or a scheme. */
export function isInside(filename: string): boolean {
  return (
    filename !== '' &&
    !/^\/|[\s\\?#]|^[a-z][a-z0-9+.-]*:\//i.test(filename) &&
    !filename.split('/').includes('..')
  )
}

function fail(reason: string): never {
  throw new AptError('ERR_APT_INDEX', reason)
}
