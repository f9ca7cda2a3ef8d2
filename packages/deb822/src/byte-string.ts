/**
 * Text in this package is a *byte string*: each character stands for one byte, U+0000 to U+00FF.
 * deb822(5) says UTF-8, but archives and old .debs hold other bytes too and they must survive
 * unchanged, so nothing here decodes them.
 */

/** Returns the byte string of `bytes`. */
export function decodeBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** Returns the bytes of a byte string, as they were read. */
export function encodeBytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}

/** Returns a byte string as text for people: its bytes as UTF-8, U+FFFD where they are not. */
export function displayText(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8')
}

/**
 * Returns a byte string without the blanks (space, tab, line ends) around it. JavaScript's own
 * `trim` and `\s` also count U+00A0 as one, which in a byte string is a part of "à" and many more.
 */
export function trimBlank(text: string): string {
  return trimBlankEnd(text.replace(/^[ \t\r\n]+/, ''))
}

/** Returns a byte string without the blanks after it. */
export function trimBlankEnd(text: string): string {
  let end = text.length
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end--
  return end === text.length ? text : text.slice(0, end)
}

/** Returns the words of a byte string: what stands between blanks. */
export function splitBlank(text: string): string[] {
  return text.split(/[ \t\r\n]+/).filter((word) => word !== '')
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 9 || code === 13
}
