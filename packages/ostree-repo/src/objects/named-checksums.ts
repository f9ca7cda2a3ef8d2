import { type Codec, GVariantError } from '../gvariant/codec.js'
import {
  offsetSizeAfter,
  offsetSizeOf,
  readOffset,
  writeOffset,
  writeOffsets,
} from '../gvariant/framing.js'
import { CHECKSUM_BYTES, type Checksum, wrongChecksumLength } from './checksum.js'

type Named = readonly [name: string, ...checksums: Checksum[]]

/**
 * `a(say)` or `a(sayay)`: entries of a name (a byte string) and one checksum or two. What
 * `array(tuple(byteString, checksumCodec, …))` is, in two thirds of its time, as each step handles
 * directories by the thousand. Names are the caller's to check. Reading throws
 * ERR_OSTREE_INVALID_CHECKSUM for a checksum that is not 32 bytes.
 */
export function namedChecksums<Entry extends Named>(count: 1 | 2): Codec<readonly Entry[]> {
  return {
    signature: `a(s${'ay'.repeat(count)})`,
    alignment: 1,
    fixedSize: undefined,
    write(into, entries) {
      let size = 0
      const ends = entries.map(([name]) => {
        size += entrySize(name, count)
        return size
      })
      const start = into.length
      into.fixed(size, (bytes, first) => {
        let at = first
        for (const entry of entries) at = writeEntry(bytes, at, entry)
      })
      writeOffsets(into, start, ends)
    },
    read(bytes, start, end) {
      if (start === end) return []
      const offsetSize = offsetSizeOf(end - start)
      const table = start + readOffset(bytes, end - offsetSize, offsetSize)
      if (table <= start || table >= end || (end - table) % offsetSize !== 0) throw malformed(start)
      const entries: Named[] = []
      let first = start
      for (let at = table; at < end; at += offsetSize) {
        const next = start + readOffset(bytes, at, offsetSize)
        if (next <= first || next > table) throw malformed(first)
        entries.push(readEntry(bytes, first, next, count))
        first = next
      }
      return entries as readonly Named[] as readonly Entry[]
    },
  }
}

function entrySize(name: string, count: number): number {
  const bodySize = name.length + 1 + count * CHECKSUM_BYTES
  return bodySize + count * offsetSizeAfter(bodySize, count)
}

/** Writes one entry and returns where it ends. The end of its last member needs no offset. */
function writeEntry(bytes: Buffer, start: number, entry: Named): number {
  const count = entry.length - 1
  let at = start + bytes.write(entry[0], start, 'latin1')
  bytes[at++] = 0
  const nameSize = at - start
  for (let i = 1; i <= count; i++) at += bytes.write(entry[i] ?? '', at, 'hex')
  const offsetSize = offsetSizeAfter(at - start, count)
  for (let i = count - 1; i >= 0; i--) {
    at = writeOffset(bytes, at, offsetSize, nameSize + i * CHECKSUM_BYTES)
  }
  return at
}

function readEntry(bytes: Buffer, start: number, end: number, count: 1 | 2): Named {
  const offsetSize = offsetSizeOf(end - start)
  const table = end - count * offsetSize
  const nameEnd = start + readOffset(bytes, end - offsetSize, offsetSize)
  if (nameEnd <= start || nameEnd > table || bytes[nameEnd - 1] !== 0) throw malformed(start)
  const name = bytes.toString('latin1', start, nameEnd - 1)
  const firstEnd = count === 1 ? table : start + readOffset(bytes, table, offsetSize)
  const checksum = readChecksum(bytes, nameEnd, firstEnd)
  return count === 1 ? [name, checksum] : [name, checksum, readChecksum(bytes, firstEnd, table)]
}

function readChecksum(bytes: Buffer, start: number, end: number): Checksum {
  if (end - start !== CHECKSUM_BYTES) throw wrongChecksumLength(end - start)
  return bytes.toString('hex', start, end) as Checksum
}

function malformed(start: number): GVariantError {
  return new GVariantError(`entry at offset ${start} has wrong framing`)
}
