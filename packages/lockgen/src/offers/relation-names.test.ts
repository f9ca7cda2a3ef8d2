import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eachRelationName } from './relation-names.js'

function namesIn(value: string): string[] {
  const names: string[] = []
  eachRelationName(value, (name, isQualified) => names.push(isQualified ? `${name}:` : name))
  return names
}

it.each([
  { summary: 'nothing', value: '', names: [] },
  { summary: 'one name', value: 'a', names: ['a'] },
  { summary: 'relations and alternatives', value: 'a, b | c,d', names: ['a', 'b', 'c', 'd'] },
  { summary: 'versions', value: 'a (>= 1), b(<< 2:3) | c', names: ['a', 'b', 'c'] },
  { summary: 'architectures and profiles', value: 'a [i386], b <!x>, c', names: ['a', 'b', 'c'] },
  { summary: 'qualifiers', value: 'a:any, b:i386 (= 1), c', names: ['a:', 'b:', 'c'] },
  { summary: 'continuation lines', value: '\n a,\n b (= 1),\n\tc', names: ['a', 'b', 'c'] },
  { summary: 'empty places', value: ', a,, b | ,', names: ['a', 'b'] },
])('finds $summary', ({ value, names }) => {
  expect(namesIn(value)).toEqual(names)
})

it('finds every name, whatever stands between', () => {
  const name = fc.stringMatching(/^[a-z0-9][a-z0-9+.-]{1,20}$/)
  const rest = fc.constantFrom('', ' (>= 1.0~rc1-2)', '(= 3)', ' [amd64 !i386]', ' <nocheck>')
  const separator = fc.constantFrom(',', ', ', ' | ', '|', ',\n ')
  fc.assert(
    fc.property(fc.array(fc.tuple(name, rest, separator)), (parts) => {
      expect(namesIn(parts.flat().join(''))).toEqual(parts.map(([each]) => each))
    }),
  )
})
