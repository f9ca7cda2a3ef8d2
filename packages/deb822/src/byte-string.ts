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
