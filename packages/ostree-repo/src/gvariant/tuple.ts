import { type Codec, GVariantError, type ValueOf } from './codec.js'
import { aligned, assertPadding, offsetSizeOf, readOffset, writeOffsets } from './framing.js'

type Values<Members extends readonly Codec<unknown>[]> = {
  readonly [Index in keyof Members]: ValueOf<Members[Index]>
}

/** `(T1T2…)`; at least one member. */
export function tuple<Members extends readonly Codec<unknown>[]>(
  ...members: Members
): Codec<Values<Members>> {
  return structure('(', ')', members) as Codec<Values<Members>>
}

/** `{KV}`, laid out as a pair. */
export function dictEntry<K, V>(key: Codec<K>, value: Codec<V>): Codec<[K, V]> {
  return structure('{', '}', [key, value]) as Codec<[K, V]>
}

function structure(open: string, close: string, members: readonly Codec<unknown>[]) {
  const alignment = Math.max(...members.map((member) => member.alignment)) as 1 | 2 | 4 | 8
  const fixedSize = fixedSizeOf(members, alignment)
  const lastIndex = members.length - 1
  const framed = members.map((member, i) => member.fixedSize === undefined && i < lastIndex)
  const codec: Codec<readonly unknown[]> = {
    signature: `${open}${members.map((member) => member.signature).join('')}${close}`,
    alignment,
    fixedSize,
    write(into, values) {
      const start = into.length
      const ends: number[] = []
      members.forEach((member, i) => {
        into.align(member.alignment)
        member.write(into, values[i])
        if (framed[i]) ends.unshift(into.length - start)
      })
      if (fixedSize !== undefined) into.align(alignment)
      writeOffsets(into, start, ends)
    },
    read(bytes, start, end) {
      const size = offsetSizeOf(end - start)
      let table = end
      let previous = start
      const values = members.map((member, i) => {
        const first = start + aligned(previous - start, member.alignment)
        let next = end
        if (member.fixedSize !== undefined) next = first + member.fixedSize
        else if (framed[i]) {
          table -= size
          if (table < first) throw truncated(start)
          next = start + readOffset(bytes, table, size)
        } else next = table
        if (next < first || next > table) throw truncated(start)
        assertPadding(bytes, previous, first)
        previous = next
        return member.read(bytes, first, next)
      })
      if (fixedSize !== undefined) assertPadding(bytes, previous, end)
      else if (previous !== table)
        throw new GVariantError(`tuple at offset ${start} has spare bytes`)
      return values
    },
  }
  return codec
}

function fixedSizeOf(members: readonly Codec<unknown>[], alignment: number): number | undefined {
  let size = 0
  for (const member of members) {
    if (member.fixedSize === undefined) return undefined
    size = aligned(size, member.alignment) + member.fixedSize
  }
  return aligned(size, alignment)
}

function truncated(start: number): GVariantError {
  return new GVariantError(`tuple at offset ${start} is truncated`)
}
