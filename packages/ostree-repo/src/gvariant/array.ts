import { type Codec, GVariantError } from './codec.js'
import { aligned, assertPadding, offsetSizeOf, readOffset, writeOffsets } from './framing.js'

/** `aT` of any element type. */
export function array<T>(element: Codec<T>): Codec<T[]> {
  return {
    signature: `a${element.signature}`,
    alignment: element.alignment,
    fixedSize: undefined,
    write(into, values) {
      const start = into.length
      const ends: number[] = []
      for (const value of values) {
        into.align(element.alignment)
        element.write(into, value)
        if (element.fixedSize === undefined) ends.push(into.length - start)
      }
      writeOffsets(into, start, ends)
    },
    read: (bytes, start, end) =>
      element.fixedSize === undefined
        ? readVariableSized(element, bytes, start, end)
        : readFixedSized(element, element.fixedSize, bytes, start, end),
  }
}

function readFixedSized<T>(
  element: Codec<T>,
  size: number,
  bytes: Buffer,
  start: number,
  end: number,
): T[] {
  if ((end - start) % size !== 0) {
    throw new GVariantError(`array at offset ${start} is not a multiple of ${size} bytes`)
  }
  const values: T[] = []
  for (let at = start; at < end; at += size) values.push(element.read(bytes, at, at + size))
  return values
}

function readVariableSized<T>(element: Codec<T>, bytes: Buffer, start: number, end: number): T[] {
  if (start === end) return []
  const size = offsetSizeOf(end - start)
  if (end - start < size) throw new GVariantError(`array at offset ${start} is truncated`)
  const table = start + readOffset(bytes, end - size, size)
  const count = (end - table) / size
  if (table < start || !Number.isInteger(count) || count < 1) {
    throw new GVariantError(`array at offset ${start} has a wrong offset table`)
  }
  const values: T[] = []
  let previous = start
  for (let at = table; at < end; at += size) {
    const first = start + aligned(previous - start, element.alignment)
    const next = start + readOffset(bytes, at, size)
    if (next < first || next > table) {
      throw new GVariantError(`array at offset ${start} has a wrong element offset`)
    }
    assertPadding(bytes, previous, first)
    values.push(element.read(bytes, first, next))
    previous = next
  }
  return values
}
