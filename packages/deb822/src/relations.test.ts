import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Alternative,
  formatRelations,
  parseRelations,
  type Relation,
  satisfiesConstraint,
} from './index.js'

/** Prints, for each string of a JSON list, apt's reading of it as a relation field, or null. */
const askApt = `
import apt_pkg, json, sys
def read(text):
    try:
        return apt_pkg.parse_depends(text, False)
    except ValueError:
        return None
apt_pkg.init_config()
apt_pkg.init_system()
json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
`
const python = '/usr/bin/python3'
const hasApt = spawnSync(python, ['-c', 'import apt_pkg']).status === 0

/** Returns the relations of a text, undefined where it is none. */
function parsed(text: string): Relation[] | undefined {
  try {
    return parseRelations(text)
  } catch {
    return undefined
  }
}

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
    { value: 'a (1.0)', name: 'a', constraint: { operator: '=', version: '1.0' } },
    { value: 'a (>= 1_2 3)', name: 'a', constraint: { operator: '>=', version: '1_2 3' } },
    { value: 'a (<> 1)', name: 'a', constraint: { operator: '<=', version: '> 1' } },
    { value: 'A_b', name: 'A_b' },
    { value: '+a:', name: '+a:' },
    { value: '$' + '{misc:Depends}', name: '$' + '{misc', qualifier: 'Depends}' },
    { value: 'l\xc3\xa0:any', name: 'l\xc3\xa0', qualifier: 'any' },
  ])('reads $value, as apt does', ({ value, ...alternative }) => {
    expect(parseRelations(value)).toEqual([[alternative]])
  })

  it.each([
    { summary: 'two names without a comma', value: 'a b', message: 'column 3, found "b"' },
    { summary: 'an alternative that is missing', value: 'a | ', message: 'found the end' },
    { summary: 'a version that is missing', value: 'a (>= )', message: 'column 3, found "(>= )"' },
    { summary: 'a parenthesis left open', value: 'a (>= 1', message: 'column 3' },
  ])('refuses $summary', ({ value, message }) => {
    expect(() => parseRelations(value)).toThrow(message)
  })

  it('reads what formatRelations writes of what it read, whatever the bytes', () => {
    const piece = fc.oneof(
      fc.constantFrom(...' ,|()[]<>=:\n', '>=', '<<', ' (>= 1)', 'a', 'b:any', '[!x]', '<!y z>'),
      fc.string({
        unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)),
      }),
    )
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, (text) => {
        const relations = parsed(text)
        if (relations === undefined) return
        expect(parseRelations(formatRelations(relations))).toEqual(relations)
      }),
      { numRuns: 2000 },
    )
  })

  it('reads what formatRelations writes', () => {
    const name = fc.stringMatching(/^[a-z0-9\xa0-\xff][a-z0-9+.\xa0-\xff-]{1,8}$/)
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

describe.skipIf(!hasApt)('parseRelations beside apt (needs python3-apt)', () => {
  const piece = fc.oneof(
    fc.constantFrom('a', 'b1', 'A_b', 'c++', 'a:any', 'a:', '1', '~', '+', '$' + '{x}'),
    fc.constantFrom(
      '(>= 1)',
      '(1.0)',
      '( << 2 )',
      '(>1:2)',
      '(= 1_2)',
      '(== 3)',
      '(=> 1)',
      '(x y)',
    ),
    fc.constantFrom(' ', ' ', '\t', '\n ', ', ', ',', ' | ', '|', '(', ')', '<', '=', '>>', '[x]'),
  )
  const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''))

  it('reads all that apt reads, and the same in it', () => {
    const texts = [...new Set(fc.sample(text, { numRuns: 3000, seed: 15 }))]
    const { stdout } = spawnSync(python, ['-c', askApt], {
      input: JSON.stringify(texts),
      encoding: 'utf8',
    })
    const theirs: [string, string, string][][][] = JSON.parse(stdout)
    const taken = texts.flatMap((text, at) => {
      // apt drops the last relation of a field that ends in "|".
      if (theirs[at] === null || /\|\s*$/.test(text)) return []
      return [{ text, relations: theirs[at] }]
    })
    expect(taken.length).toBeGreaterThan(300)
    expect(taken.map(({ text }) => ({ text, relations: asApt(parsed(text)) }))).toEqual(taken)
  })
})

function asApt(relations: Relation[] | undefined) {
  return relations?.map((relation) =>
    relation.map(({ name, qualifier, constraint }) => [
      qualifier === undefined ? name : `${name}:${qualifier}`,
      constraint?.version ?? '',
      constraint?.operator.replace(/(.)\1/, '$1') ?? '',
    ]),
  )
}

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
