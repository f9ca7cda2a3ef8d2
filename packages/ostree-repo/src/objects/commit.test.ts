import fc from 'fast-check'
import { expect, it } from 'vitest'
import { arbitraryChecksum } from '../../test/arbitrary.js'
import { Variant } from '../gvariant/variant.js'
import { decodeCommit, encodeCommit } from './commit.js'

const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\0'))

const commit = fc
  .record({
    metadata: fc.dictionary(
      text,
      fc.oneof(
        text.map((value) => Variant.string(value)),
        fc.array(text).map((value) => Variant.strings(value)),
        fc.uint8Array().map((value) => Variant.bytes(Buffer.from(value))),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => Variant.uint64(value)),
      ),
    ),
    parent: fc.option(arbitraryChecksum, { nil: undefined }),
    subject: text,
    body: text,
    timestamp: fc.maxSafeNat(),
    rootTree: arbitraryChecksum,
    rootMeta: arbitraryChecksum,
  })
  .map(({ metadata, parent, ...rest }) => ({
    ...rest,
    ...(parent === undefined ? {} : { parent }),
    metadata: new Map(Object.entries(metadata)),
    related: [],
  }))

it('gives back every commit', () => {
  fc.assert(
    fc.property(commit, (value) => {
      const bytes = encodeCommit(value)
      expect(decodeCommit(bytes)).toEqual(value)
      expect(encodeCommit(decodeCommit(bytes))).toEqual(bytes)
    }),
  )
})

it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses the timestamp %d', (timestamp) => {
  const value = fc.sample(commit, 1)[0]
  expect(() => value && encodeCommit({ ...value, timestamp })).toThrow(/timestamp in seconds/)
})
