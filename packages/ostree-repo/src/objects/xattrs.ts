import { array } from '../gvariant/array.js'
import { byteArray } from '../gvariant/strings.js'
import { tuple } from '../gvariant/tuple.js'
import { invalidValue } from './invalid-value.js'

/** Extended attributes: name (without its terminating NUL) and value. */
export type Xattrs = readonly (readonly [name: Buffer, value: Buffer])[]

/** `a(ayay)`; names end with a NUL there (libostree's ostree-core.c, create_file_metadata). */
export const xattrsCodec = array(tuple(byteArray, byteArray))

const NUL = Buffer.from([0])

/** Xattrs as they are serialised, in the order given: names NUL-terminated. */
export function xattrsToVariant(xattrs: Xattrs): [Buffer, Buffer][] {
  return xattrs.map(([name, value]) => [Buffer.concat([name, NUL]), value])
}

/**
 * Returns the xattrs that were serialised so. Throws ERR_OSTREE_INVALID_VALUE for an empty, unterminated or double name. The order
 * is kept: libostree before 2024 did not sort what it read from tars, and checksums cover it.
 */
export function xattrsFromVariant(pairs: Xattrs): [Buffer, Buffer][] {
  const xattrs = pairs.map(([name, value]): [Buffer, Buffer] => {
    const end = name.length - 1
    if (end < 1 || name.indexOf(0) !== end) {
      throw invalidValue('an xattr name', JSON.stringify(name.toString('latin1')))
    }
    return [name.subarray(0, end), value]
  })
  const names = new Set(xattrs.map(([name]) => name.toString('latin1')))
  if (names.size < xattrs.length) throw invalidValue('xattrs', 'a name that is there twice')
  return xattrs
}

/** Returns the metadata with its xattrs in the order in which new objects have them: by name. */
export function withSortedXattrs<T extends { readonly xattrs: Xattrs }>(metadata: T): T {
  if (metadata.xattrs.length < 2) return metadata
  const xattrs = [...metadata.xattrs].sort(([a], [b]) => Buffer.compare(a, b))
  return { ...metadata, xattrs }
}
