import { describe, expect, it } from 'vitest'
import { Variant } from '../gvariant/variant.js'
import { isSameMetadata } from './commit.js'

const metadata = (...entries: [string, Variant][]) => new Map(entries)
const [one, two] = [Variant.string('1'), Variant.string('2')]

describe('isSameMetadata', () => {
  it.each([
    { summary: 'nothing', a: metadata(), b: metadata(), same: true },
    {
      summary: 'another order',
      a: metadata(['x', one], ['y', two]),
      b: metadata(['y', two], ['x', Variant.string('1')]),
      same: true,
    },
    { summary: 'another value', a: metadata(['x', one]), b: metadata(['x', two]), same: false },
    { summary: 'another key', a: metadata(['x', one]), b: metadata(['y', one]), same: false },
    {
      summary: 'one key more',
      a: metadata(['x', one]),
      b: metadata(['x', one], ['y', two]),
      same: false,
    },
    {
      summary: 'the same bytes of another type',
      a: metadata(['x', one]),
      b: metadata(['x', Variant.fromBytes('ay', one.bytes)]),
      same: false,
    },
  ])('$summary: $same', ({ a, b, same }) => {
    expect(isSameMetadata(a, b)).toBe(same)
  })
})
