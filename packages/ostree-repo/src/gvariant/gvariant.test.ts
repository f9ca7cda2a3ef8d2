import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Codec, decode, encode, GVariantError } from './codec.js'
import { codecOf, Variant, type VariantValue } from './variant.js'

const codecFor = (type: string) => codecOf(type) as Codec<VariantValue>
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('examples of the GVariant specification, section 2.6', () => {
  const cases: { summary: string; type: string; value: VariantValue; bytes: string }[] = [
    { summary: 'string', type: 's', value: 'hello world', bytes: '68656c6c6f20776f726c6400' },
    {
      summary: 'array of booleans',
      type: 'ab',
      value: [true, false, false, true, true],
      bytes: '0100000101',
    },
    {
      summary: 'tuple with a fixed last member',
      type: '(si)',
      value: ['foo', -1],
      bytes: '666f6f00ffffffff04',
    },
    {
      summary: 'dictionary',
      type: 'a{si}',
      value: [
        ['hi', -2],
        ['bye', -1],
      ],
      bytes: '68690000feffffff0300000062796500ffffffff040915',
    },
    {
      summary: 'array of strings',
      type: 'as',
      value: ['i', 'can', 'has', 'strings?'],
      bytes: '690063616e0068617300737472696e67733f0002060a13',
    },
    {
      summary: 'nested tuples',
      type: '((ys)as)',
      value: [
        [105, 'can'],
        ['has', 'strings?'],
      ],
      bytes: '6963616e0068617300737472696e67733f00040d05',
    },
    {
      summary: 'array of padded tuples',
      type: 'a(iy)',
      value: [
        [96, 112],
        [648, 247],
      ],
      bytes: '600000007000000088020000f7000000',
    },
    {
      summary: 'variant',
      type: 'v',
      value: Variant.string('x'),
      bytes: '78000073',
    },
  ]
  it.each(cases)('$summary', ({ type, value, bytes }) => {
    expect(hex(encode(codecFor(type), value))).toBe(bytes)
    expect(encode(codecFor(type), decode(codecFor(type), Buffer.from(bytes, 'hex')))).toEqual(
      Buffer.from(bytes, 'hex'),
    )
  })
})

it('takes wider framing offsets as containers grow', () => {
  for (const count of [1, 60, 63, 64, 100, 16_000, 17_000, 70_000]) {
    const value = Array.from({ length: count }, (_, i) => `s${i}`)
    expect(decode(codecFor('as'), encode(codecFor('as'), value))).toEqual(value)
  }
})

interface Typed {
  type: string
  values: fc.Arbitrary<VariantValue>
}

const text = fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('\0'))
const basics: Typed[] = [
  { type: 'b', values: fc.boolean() },
  { type: 'y', values: fc.integer({ min: 0, max: 255 }) },
  { type: 'n', values: fc.integer({ min: -32768, max: 32767 }) },
  { type: 'q', values: fc.integer({ min: 0, max: 65535 }) },
  { type: 'i', values: fc.integer() },
  { type: 'u', values: fc.integer({ min: 0, max: 0xffffffff }) },
  { type: 'x', values: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
  { type: 't', values: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) },
  { type: 'd', values: fc.double() },
  { type: 's', values: text },
  { type: 'ay', values: fc.uint8Array().map((bytes) => Buffer.from(bytes)) },
]

const typed = fc.letrec<{ any: Typed }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...basics),
    tie('any')
      .filter(({ type }) => type !== 'y')
      .map(({ type, values }) => ({
        type: `a${type}`,
        values: fc.array(values, { maxLength: 5 }),
      })),
    fc.array(tie('any'), { minLength: 1, maxLength: 4 }).map((members) => ({
      type: `(${members.map(({ type }) => type).join('')})`,
      values: fc.tuple(...members.map(({ values }) => values)),
    })),
    tie('any').map(({ type, values }) => ({
      type: `{s${type}}`,
      values: fc.tuple(text, values),
    })),
    tie('any').map(({ type, values }) => ({
      type: 'v',
      values: values.map((value) => Variant.of(type, value)),
    })),
  ),
})).any

const sample = typed.chain(({ type, values }) => values.map((value) => ({ type, value })))

it('gives back every value of every type', () => {
  fc.assert(
    fc.property(sample, ({ type, value }) => {
      expect(plain(decode(codecFor(type), encode(codecFor(type), value)))).toEqual(plain(value))
    }),
  )
})

it('decodes damaged bytes to a value or to a GVariantError', () => {
  fc.assert(
    fc.property(sample, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ type, value }, at, flip) => {
      const bytes = Buffer.from(encode(codecFor(type), value))
      if (bytes.length > 0)
        bytes.writeUInt8(bytes.readUInt8(at % bytes.length) ^ flip, at % bytes.length)
      for (const damaged of [bytes, bytes.subarray(0, at % (bytes.length + 1))]) {
        try {
          decode(codecFor(type), damaged)
        } catch (error) {
          expect(error).toBeInstanceOf(GVariantError)
        }
      }
    }),
  )
})

it.each(['', 'z', `${'a'.repeat(200)}y`, 'ss', '(', '(s', 'a', 'a{vs}', 'a{s}', '()', 'ms'])(
  'refuses the type "%s"',
  (type) => {
    expect(() => codecOf(type)).toThrow(GVariantError)
  },
)

/** Variants with their value in the open, so that they compare. */
function plain(value: VariantValue): unknown {
  if (value instanceof Variant) return { type: value.type, value: plain(value.value) }
  return Array.isArray(value) ? value.map(plain) : value
}
