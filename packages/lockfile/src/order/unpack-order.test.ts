import { parseStanza } from '@apt2ostree/deb822'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unpackOrder } from './unpack-order.js'

/** Packages as a test spells them: `a`, `a:arm64`, each with its fields. */
function order(packages: Readonly<Record<string, string>>): string[] {
  const read = Object.entries(packages).map(([key, fields]) => {
    const [name = '', architecture = 'amd64'] = key.split(':')
    const stanza = parseStanza(`Package: ${name}\n${fields}`)
    return { key, name, version: '1', architecture, stanza }
  })
  return unpackOrder({ architecture: 'amd64', packages: read }).map(({ key }) => key)
}

const essential = 'Essential: yes\n'

describe('unpackOrder', () => {
  it.each<{ summary: string; packages: Record<string, string>; expected: string[] }>([
    { summary: 'names', packages: { b: '', a: '' }, expected: ['a', 'b'] },
    {
      summary: 'what is essential, and what that needs, first',
      packages: { a: '', z: `${essential}Depends: y\n`, y: '' },
      expected: ['y', 'z', 'a'],
    },
    {
      summary: 'what it pre-depends on before a package, with what that needs',
      packages: { a: 'Pre-Depends: c\n', b: '', c: 'Depends: d\n', d: '' },
      expected: ['d', 'c', 'a', 'b'],
    },
    {
      summary: 'who provides it',
      packages: { a: 'Pre-Depends: v (>= 1)\n', b: 'Provides: v\n', c: 'Provides: v (= 1)\n' },
      expected: ['c', 'a', 'b'],
    },
    {
      summary: 'packages that depend on each other',
      packages: { a: 'Depends: b\n', b: 'Depends: c\n', c: 'Depends: a\n' },
      expected: ['c', 'b', 'a'],
    },
    {
      summary: 'packages that pre-depend on each other',
      packages: { a: 'Pre-Depends: b\n', b: 'Pre-Depends: a\n', c: '' },
      expected: ['b', 'a', 'c'],
    },
    {
      summary: 'the package of the same architecture',
      packages: { 'a:arm64': 'Pre-Depends: c\n', 'c:amd64': '', 'c:arm64': '' },
      expected: ['c:arm64', 'a:arm64', 'c:amd64'],
    },
  ])('sorts by $summary', ({ packages, expected }) => {
    expect(order(packages)).toEqual(expected)
  })

  it('has every package once, in whatever order they come', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const relation = fc.subarray(names, { maxLength: 3 }).map((list) => list.join(', '))
    const fields = fc.record({ pre: relation, depends: relation, base: fc.boolean() })
    fc.assert(
      fc.property(fc.array(fields, { minLength: 6, maxLength: 6 }), fc.nat(), (list, turn) => {
        const entries = list.map(({ pre, depends, base }, index): [string, string] => [
          names[index] ?? '',
          `${base ? essential : ''}Pre-Depends: ${pre}\nDepends: ${depends}\n`,
        ])
        const turned = [...entries.slice(turn % 6), ...entries.slice(0, turn % 6)]
        const found = order(Object.fromEntries(entries))
        expect(found.toSorted()).toEqual(names)
        expect(order(Object.fromEntries(turned))).toEqual(found)
      }),
    )
  })
})
