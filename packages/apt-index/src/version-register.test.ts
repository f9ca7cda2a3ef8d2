import fc from 'fast-check'
import { expect, it } from 'vitest'
import { VersionRegister } from './version-register.js'

const digest = (letter: string) => letter.repeat(64)

function register(
  ...versions: readonly (readonly [version: string, content: string])[]
): boolean[] {
  const versionRegister = new VersionRegister()
  return versions.map(([version, content]) => {
    versionRegister.add(version, 0, version.length)
    versionRegister.setContent(`SHA256: ${content}`)
    return versionRegister.next()
  })
}

it.each([
  {
    summary: 'other versions',
    versions: [
      ['a 1', digest('a')],
      ['a 2', digest('b')],
    ],
    good: true,
  },
  {
    summary: 'one version twice',
    versions: [
      ['a 1', digest('a')],
      ['a 1', digest('a')],
    ],
    good: true,
  },
  {
    summary: 'two contents',
    versions: [
      ['a 1', digest('a')],
      ['a 1', digest('b')],
    ],
    good: false,
  },
] as const)('of $summary the last is good: $good', ({ versions, good }) => {
  expect(register(...versions)).toEqual([true, good])
})

it('tells any two names apart', () => {
  const names = fc.uniqueArray(fc.string({ unit: 'binary-ascii', minLength: 1 }), {
    maxLength: 500,
  })
  fc.assert(
    fc.property(names, (all) => {
      const contents = all.map((name, at) => [name, digest((at % 10).toString())] as const)
      expect(register(...contents)).toEqual(all.map(() => true))
    }),
    { examples: [[['\0z', 'z']]] },
  )
})
