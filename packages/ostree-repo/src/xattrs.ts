import { array } from './gvariant/array.js'
import { byteArray } from './gvariant/strings.js'
import { tuple } from './gvariant/tuple.js'
import { invalidValue } from './invalid-value.js'

/** Extended attributes: name (without its terminating NUL) and value, sorted by name. */
export type Xattrs = readonly (readonly [name: Buffer, value: Buffer])[]

/** `a(ayay)`; names end with a NUL there (libostree's ostree-core.c, create_file_metadata). */
export const xattrsCodec = array(tuple(byteArray, byteArray))

const NUL = Buffer.from([0])

/** Xattrs as they are serialised: sorted by name, names NUL-terminated. */
export function xattrsToVariant(xattrs: Xattrs): [Buffer, Buffer][] {
  if (xattrs.length === 0) return []
  return xattrs
    .map(([name, value]): [Buffer, Buffer] => [Buffer.concat([name, NUL]), value])
    .sort(([a], [b]) => Buffer.compare(a, b))
}

/** The reverse. Throws ERR_OSTREE_INVALID_VALUE for an empty, unterminated, unsorted or double name. */
export function xattrsFromVariant(pairs: [Buffer, Buffer][]): [Buffer, Buffer][] {
  return pairs.map(([name, value], i) => {
    const end = name.length - 1
    if (end < 1 || name.indexOf(0) !== end)
      throw invalidValue('an xattr name', JSON.stringify(name.toString('latin1')))
    const previous = pairs[i - 1]
    if (previous !== undefined && Buffer.compare(previous[0], name) >= 0) {
      throw invalidValue('xattrs', 'names that are unsorted or double')
    }
    return [name.subarray(0, end), value]
  })
}
