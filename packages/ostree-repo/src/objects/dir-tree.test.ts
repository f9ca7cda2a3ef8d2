import fc from 'fast-check'
import { expect, it } from 'vitest'
import { arbitraryChecksum } from '../../test/arbitrary.js'
import { array } from '../gvariant/array.js'
import { encode } from '../gvariant/codec.js'
import { byteArray, byteString } from '../gvariant/strings.js'
import { tuple } from '../gvariant/tuple.js'
import { byName, decodeDirTree, encodeDirTree } from './dir-tree.js'
import { byteStringOf } from './entry-name.js'

const name = fc
  .string({ unit: 'grapheme', minLength: 1 })
  .map(byteStringOf)
  .filter((text) => !/^\.\.?$|[/\0]/.test(text))

const tree = fc
  .uniqueArray(name, { maxLength: 40 })
  .chain((names) =>
    fc
      .array(fc.tuple(fc.boolean(), arbitraryChecksum, arbitraryChecksum), {
        minLength: names.length,
        maxLength: names.length,
      })
      .map((rest) => names.map((entry, i) => [entry, ...(rest[i] ?? [])] as const)),
  )
  .map((entries) => ({
    files: entries.flatMap(([entry, isFile, a]) => (isFile && a ? [[entry, a] as const] : [])),
    dirs: entries.flatMap(([entry, isFile, a, b]) =>
      !isFile && a && b ? [[entry, a, b] as const] : [],
    ),
  }))

it('gives back every tree, sorted', () => {
  fc.assert(
    fc.property(tree, ({ files, dirs }) => {
      expect(decodeDirTree(encodeDirTree({ files, dirs }))).toEqual({
        files: [...files].sort(byName),
        dirs: [...dirs].sort(byName),
      })
    }),
  )
})

it('sorts by bytes, not by locale or UTF-16', () => {
  const checksum = fc.sample(arbitraryChecksum, 1)[0] ?? ('' as never)
  const names = ['b', 'a', 'Z', '\u{1F600}', '\uFF21', 'ä', '-', 'a.b', 'ab'].map(byteStringOf)
  const { files } = decodeDirTree(
    encodeDirTree({ files: names.map((n) => [n, checksum]), dirs: [] }),
  )
  expect(files.map(([n]) => Buffer.from(n, 'latin1').toString())).toEqual([
    '-',
    'Z',
    'a',
    'a.b',
    'ab',
    'b',
    'ä',
    '\uFF21',
    '\u{1F600}',
  ])
})

const codec = tuple(
  array(tuple(byteString, byteArray)),
  array(tuple(byteString, byteArray, byteArray)),
)
const sum = Buffer.alloc(32, 7)

const bad: { summary: string; bytes: Buffer; message: RegExp }[] = [
  { summary: 'no bytes', bytes: Buffer.alloc(0), message: /truncated/ },
  { summary: 'dot dot', bytes: encode(codec, [[], [['..', sum, sum]]]), message: /"\.\."/ },
  { summary: 'dot', bytes: encode(codec, [[['.', sum]], []]), message: /"\."/ },
  { summary: 'slash', bytes: encode(codec, [[['a/b', sum]], []]), message: /holds a slash/ },
  { summary: 'empty name', bytes: encode(codec, [[['', sum]], []]), message: /empty/ },
  { summary: 'not UTF-8', bytes: encode(codec, [[['\xe9', sum]], []]), message: /not UTF-8/ },
  {
    summary: 'unsorted',
    bytes: encode(codec, [
      [
        ['b', sum],
        ['a', sum],
      ],
      [],
    ]),
    message: /"a" is not in its sorted place/,
  },
  {
    summary: 'twice',
    bytes: encode(codec, [
      [],
      [
        ['a', sum, sum],
        ['a', sum, sum],
      ],
    ]),
    message: /"a" is there twice/,
  },
  {
    summary: 'file and directory',
    bytes: encode(codec, [[['a', sum]], [['a', sum, sum]]]),
    message: /"a" is both file and directory/,
  },
  {
    summary: 'short checksum',
    bytes: encode(codec, [[['a', sum.subarray(1)]], []]),
    message: /31 bytes as a checksum/,
  },
]

it.each(bad)('refuses $summary', ({ bytes, message }) => {
  expect(() => decodeDirTree(bytes)).toThrow(message)
})
