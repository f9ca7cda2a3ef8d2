import fc from 'fast-check'
import { expect, it } from 'vitest'
import { arbitraryChecksum } from '../../test/arbitrary.js'
import { array } from '../gvariant/array.js'
import { decode, encode } from '../gvariant/codec.js'
import { byteString } from '../gvariant/strings.js'
import { tuple } from '../gvariant/tuple.js'
import { checksumCodec } from './checksum.js'
import { namedChecksums } from './named-checksums.js'

const plain = {
  1: array(tuple(byteString, checksumCodec)),
  2: array(tuple(byteString, checksumCodec, checksumCodec)),
} as const

/** Also of names so long that an entry's offsets take two bytes, and so many that the list's do. */
const name = fc.oneof(
  fc.string({ unit: 'binary-ascii' }),
  fc.string({ unit: 'binary-ascii', minLength: 150, maxLength: 300 }),
)
const names = fc.array(
  name.map((text) => text.replaceAll('\0', '')),
  { maxLength: 30 },
)
const lists = fc.record({ names, a: arbitraryChecksum, b: arbitraryChecksum })

it('writes and reads what the plain codecs do', () => {
  fc.assert(
    fc.property(lists, ({ names: all, a, b }) => {
      const single = all.map((text) => [text, a] as const)
      const double = all.map((text) => [text, a, b] as const)
      const bytes = { 1: encode(plain[1], single), 2: encode(plain[2], double) }
      expect(encode(namedChecksums(1), single)).toEqual(bytes[1])
      expect(encode(namedChecksums(2), double)).toEqual(bytes[2])
      expect(decode(namedChecksums(1), bytes[1])).toEqual(single)
      expect(decode(namedChecksums(2), bytes[2])).toEqual(double)
    }),
  )
})

it('takes no bytes that the plain codecs refuse', () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(lists, damage, fc.nat(2), ({ names: all, a, b }, changes, cut) => {
      const double = all.map((text) => [text, a, b] as const)
      const bytes = encode(plain[2], double)
      for (const [at, value] of changes) bytes[at % Math.max(bytes.length, 1)] = value
      const damaged = bytes.subarray(0, Math.max(0, bytes.length - cut))
      const read = attempt(() => decode(namedChecksums(2), damaged))
      const expected = attempt(() => decode(plain[2], damaged))
      // Whether a name is one is dirtree's to check, for these codecs too.
      const names = read?.map(([text]) => text).join('') ?? ''
      if (!/[\0\x80-\xff]/.test(names)) expect(read).toEqual(expected)
    }),
    { numRuns: 2000 },
  )
})

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
