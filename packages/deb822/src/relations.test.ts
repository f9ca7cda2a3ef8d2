import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Alternative, formatRelations, parseRelations, satisfiesConstraint } from './index.js'

describe('parseRelations', () => {
  it.each([
    { summary: 'nothing', value: ' ', relations: [] },
    { summary: 'a name', value: 'libc6', relations: [[{ name: 'libc6' }]] },
    {
      summary: 'alternatives, a qualifier and versions without spaces',
      value: 'a:any(>=1.0~)|b ( << 2 ) ,\n c++',
      relations: [
        [
          { name: 'a', qualifier: 'any', constraint: { operator: '>=', version: '1.0~' } },
          { name: 'b', constraint: { operator: '<<', version: '2' } },
        ],
        [{ name: 'c++' }],
      ],
    },
    {
      summary: 'the old operators, empty relations and a comma at the end',
      value: 'a (< 1), , b (> 2),',
      relations: [
        [{ name: 'a', constraint: { operator: '<=', version: '1' } }],
        [{ name: 'b', constraint: { operator: '>=', version: '2' } }],
      ],
    },
    {
      summary: 'architectures and build profiles',
      value: 'a [!amd64 linux-any] <!nocheck cross> <stage1>',
      relations: [
        [
          {
            name: 'a',
            architectures: ['!amd64', 'linux-any'],
            profiles: [['!nocheck', 'cross'], ['stage1']],
          },
        ],
      ],
    },
  ])('reads $summary', ({ value, relations }) => {
    expect(parseRelations(value)).toEqual(relations)
  })

  it.each([
    { summary: 'two names without a comma', value: 'a b', message: 'column 3, found "b"' },
    { summary: 'an alternative that is missing', value: 'a | ', message: 'found the end' },
    { summary: 'an unknown operator', value: 'a (~ 1)', message: 'column 3, found "(~ 1)"' },
    { summary: 'a parenthesis left open', value: 'a (>= 1', message: 'column 3' },
    { summary: 'a substitution variable', value: 'a, $' + '{misc:Depends}', message: 'column 4' },
  ])('refuses $summary', ({ value, message }) => {
    expect(() => parseRelations(value)).toThrow(message)
  })

  it('reads what formatRelations writes', () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9+.-]{1,8}$/)
    const word = fc.stringMatching(/^!?[a-z0-9][a-z0-9-]{0,5}$/)
    const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
    const alternative = fc
      .record({
        name,
        qualifier: optional(fc.stringMatching(/^[a-z][a-z0-9]{1,4}$/)),
        constraint: optional(
          fc.record({
            operator: fc.constantFrom('<<', '<=', '=', '>=', '>>'),
            version: fc.stringMatching(/^[0-9][a-z0-9.+~:-]{0,5}$/),
          }),
        ),
        architectures: optional(fc.array(word, { minLength: 1, maxLength: 3 })),
        profiles: optional(
          fc.array(fc.array(word, { minLength: 1, maxLength: 2 }), { minLength: 1 }),
        ),
      })
      .map(
        (record) =>
          Object.fromEntries(
            Object.entries(record).filter(([, value]) => value !== undefined),
          ) as unknown as Alternative,
      )
    fc.assert(
      fc.property(fc.array(fc.array(alternative, { minLength: 1, maxLength: 3 })), (relations) => {
        expect(parseRelations(formatRelations(relations))).toEqual(relations)
      }),
    )
  })
})

describe('satisfiesConstraint', () => {
  it.each([
    { operator: '<<', older: true, same: false, newer: false },
    { operator: '<=', older: true, same: true, newer: false },
    { operator: '=', older: false, same: true, newer: false },
    { operator: '>=', older: false, same: true, newer: true },
    { operator: '>>', older: false, same: false, newer: true },
  ] as const)('decides $operator', ({ operator, older, same, newer }) => {
    const constraint = { operator, version: '2' }
    expect(['1', '2', '3'].map((version) => satisfiesConstraint(version, constraint))).toEqual([
      older,
      same,
      newer,
    ])
  })

  it('allows any version without a constraint', () => {
    expect(satisfiesConstraint('1', undefined)).toBe(true)
  })
})
