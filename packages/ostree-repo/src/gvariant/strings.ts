import { isUtf8 } from 'node:buffer'
import { type Codec, GVariantError } from './codec.js'

function nulTerminated(signature: 's' | 'o' | 'g', encoding: 'utf8' | 'latin1'): Codec<string> {
  return {
    signature,
    alignment: 1,
    fixedSize: undefined,
    write(into, value) {
      if (value.includes('\0')) throw new GVariantError('a string cannot hold NUL')
      into.text(value, encoding)
      into.uint8(0)
    },
    read(bytes, start, end) {
      const last = end - 1
      if (last < start || bytes.indexOf(0, start) !== last) {
        throw new GVariantError(`string at offset ${start} does not end with its first NUL`)
      }
      if (!isUtf8(bytes.subarray(start, last))) {
        throw new GVariantError(`string at offset ${start} is not UTF-8`)
      }
      return bytes.toString(encoding, start, last)
    },
  }
}

/** `s` as JavaScript text. */
export const string = nulTerminated('s', 'utf8')
/** `s` as a byte string: one character (U+0000..U+00FF) for each byte of its UTF-8 form. */
export const byteString = nulTerminated('s', 'latin1')
/** `o`, a D-Bus object path. */
export const objectPath = nulTerminated('o', 'utf8')
/** `g`, a D-Bus type signature. */
export const signature = nulTerminated('g', 'utf8')

/** `ay` as the bytes themselves; a view on the decoded buffer. */
export const byteArray: Codec<Buffer> = {
  signature: 'ay',
  alignment: 1,
  fixedSize: undefined,
  write: (into, value) => into.bytes(value),
  read: (bytes, start, end) => bytes.subarray(start, end),
}
