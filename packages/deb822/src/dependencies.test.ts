import { describe, expect, it } from 'vitest'
import { dependenciesAmong, withDependencies } from './dependencies.js'
import { parseStanza } from './parse-stanzas.js'

type Fields = Readonly<Record<string, string>>

function system(...packages: readonly Fields[]) {
  return packages.map((fields) => {
    const {
      Package: name = '',
      Version: version = '1',
      Architecture: architecture = 'amd64',
    } = fields
    const text = Object.entries(fields).map(([field, value]) => `${field}: ${value}\n`)
    return { name, version, architecture, stanza: parseStanza(text.join('')) }
  })
}

function needs(depends: string, ...others: readonly Fields[]): string[] {
  const packages = system({ Package: 'a', Depends: depends }, ...others)
  const [first = expect.fail()] = packages
  return dependenciesAmong(packages)(first).map((item) => `${item.name}:${item.architecture}`)
}

describe('what a package needs', () => {
  it.each([
    [
      'of alternatives the first that is there',
      'x | b | c',
      [{ Package: 'c' }, { Package: 'b' }],
      ['b:amd64'],
    ],
    [
      'in the order of its stanza',
      'c, b',
      [{ Package: 'b' }, { Package: 'c' }],
      ['c:amd64', 'b:amd64'],
    ],
    ['each once', 'b, b (>= 1)', [{ Package: 'b' }], ['b:amd64']],
    [
      'of its own side',
      'b',
      [{ Package: 'b', Architecture: 'i386' }, { Package: 'b' }],
      ['b:amd64'],
    ],
    ['of another side', 'b:any', [{ Package: 'b', Architecture: 'i386' }], ['b:i386']],
    ['for all sides', 'b', [{ Package: 'b', Architecture: 'all' }], ['b:all']],
    ['by a name that is provided', 'm', [{ Package: 'b', Provides: 'm' }], ['b:amd64']],
    [
      'rather the package of that name',
      'm',
      [{ Package: 'b', Provides: 'm' }, { Package: 'm' }],
      ['m:amd64'],
    ],
    ['in the version', 'b (>= 2) | c', [{ Package: 'b' }, { Package: 'c' }], ['c:amd64']],
    ['no unversioned name for a version', 'm (>= 1)', [{ Package: 'b', Provides: 'm' }], []],
    ['a versioned name', 'm (>= 1)', [{ Package: 'b', Provides: 'm (= 2)' }], ['b:amd64']],
    ['nothing that is not there', 'x', [], []],
  ] as const)('%s', (_, depends, others, expected) => {
    expect(needs(depends, ...others)).toEqual(expected)
  })

  it('first before it is unpacked, or only then', () => {
    const packages = system(
      { Package: 'a', Depends: 'b', 'Pre-Depends': 'c' },
      { Package: 'b' },
      { Package: 'c' },
    )
    const [first = expect.fail()] = packages
    const of = dependenciesAmong(packages)
    expect(of(first).map(({ name }) => name)).toEqual(['c', 'b'])
    expect(of(first, ['Pre-Depends']).map(({ name }) => name)).toEqual(['c'])
  })
})

it('follows dependencies in circles once', () => {
  const packages = system(
    { Package: 'a', Depends: 'b' },
    { Package: 'b', Depends: 'c' },
    { Package: 'c', Depends: 'a' },
    { Package: 'd' },
  )
  const all = withDependencies(packages.slice(0, 1), dependenciesAmong(packages))
  expect([...all].map(({ name }) => name)).toEqual(['a', 'b', 'c'])
})
