import { describe, expect, it } from 'vitest'
import { indexStanza, offersOf, packageStanza as p } from '../test/offers.js'
import { lock } from './lock.js'
import { parsePreferences } from './pins/preferences.js'

interface Case {
  readonly summary: string
  readonly archive: readonly string[]
  readonly requests?: readonly string[]
  readonly recommends?: boolean
  readonly preferences?: string
  /** `name version`, `name:arch version` where that is foreign; without those asked for. */
  readonly chosen: readonly string[]
}

async function choose({ archive, requests = ['a'], recommends = false, preferences = '' }: Case) {
  const made = lock({
    offers: await offersOf(archive),
    architecture: 'amd64',
    foreignArchitectures: ['i386'],
    requests,
    options: { recommends },
    pins: parsePreferences(preferences),
  })
  return made.packages
    .filter(({ automatic, name }) => automatic || !requests.includes(name))
    .map(({ name, version, architecture }) =>
      architecture === 'i386' ? `${name}:i386 ${version}` : `${name} ${version}`,
    )
}

const alternatives: Case[] = [
  {
    summary: 'the first alternative',
    archive: [p('a 1', 'Depends: c | b'), p('b 1'), p('c 1')],
    chosen: ['c 1'],
  },
  {
    summary: 'no alternative where one is asked for',
    archive: [p('a 1', 'Depends: b | c'), p('b 1'), p('c 1')],
    requests: ['a', 'c'],
    chosen: [],
  },
  {
    summary: 'the alternative whose version fits',
    archive: [p('a 1', 'Depends: b (>= 2) | c (<< 2)'), p('b 1'), p('c 1')],
    chosen: ['c 1'],
  },
  {
    summary: 'the second alternative where the first lacks something further down',
    archive: [
      p('a 1', 'Depends: b | c'),
      p('b 1', 'Depends: d, e'),
      p('c 1'),
      p('d 1'),
      p('e 1', 'Depends: missing'),
    ],
    chosen: ['c 1'],
  },
  {
    summary: 'both ends of a cycle',
    archive: [p('a 1', 'Depends: b'), p('b 1', 'Depends: a')],
    chosen: ['b 1'],
  },
  {
    summary: 'nothing for a Recommends that cannot be had',
    archive: [p('a 1', 'Recommends: b, c'), p('b 1', 'Depends: missing'), p('c 1')],
    recommends: true,
    chosen: ['c 1'],
  },
  {
    summary: 'another alternative where first choices conflict',
    archive: [
      p('a 1', 'Depends: b | c, d'),
      p('b 1'),
      p('c 1'),
      p('d 1', 'Depends: e'),
      p('e 1', 'Conflicts: b'),
    ],
    chosen: ['c 1', 'd 1', 'e 1'],
  },
]

const providers: Case[] = [
  {
    summary: 'the real package before a provider',
    archive: [p('a 1', 'Depends: b'), p('b 1'), p('c 1', 'Provides: b\nPriority: important')],
    chosen: ['b 1'],
  },
  {
    summary: 'the provider of the higher priority',
    archive: [
      p('a 1', 'Depends: v'),
      p('b 1', 'Provides: v\nPriority: optional'),
      p('c 1', 'Provides: v\nPriority: important'),
      p('d 1', 'Provides: v\nPriority: extra'),
    ],
    chosen: ['c 1'],
  },
  {
    summary: 'the provider that is protected',
    archive: [
      p('a 1', 'Depends: v'),
      p('b 1', 'Provides: v\nPriority: important'),
      p('c 1', 'Provides: v\nProtected: yes'),
    ],
    chosen: ['c 1'],
  },
  {
    summary: 'the provider known last, among equals',
    archive: [p('a 1', 'Depends: v'), p('b 1', 'Provides: v'), p('c 1', 'Provides: v')],
    chosen: ['c 1'],
  },
  {
    summary: 'a native provider before a foreign one of higher priority',
    archive: [
      p('a 1', 'Depends: v'),
      p('b 1', 'Provides: v\nPriority: extra'),
      p('c 1 i386', 'Provides: v\nPriority: important\nMulti-Arch: foreign'),
    ],
    chosen: ['b 1'],
  },
  {
    summary: 'only a versioned provider for a version',
    archive: [
      p('a 1', 'Depends: v (>= 2)'),
      p('b 1', 'Provides: v'),
      p('c 1', 'Provides: v (= 1)'),
      p('d 1', 'Provides: v (= 2)'),
      p('e 1', 'Provides: v (>= 2)'),
    ],
    chosen: ['d 1'],
  },
  {
    summary: 'a provider of its own virtual conflict',
    archive: [p('a 1', 'Provides: v\nConflicts: v'), p('b 1', 'Provides: v')],
    chosen: [],
  },
  {
    summary: 'a package beside one that conflicts with a version its provision does not have',
    archive: [p('a 1', 'Depends: b\nConflicts: v (<< 2)'), p('b 1', 'Provides: v')],
    chosen: ['b 1'],
  },
]

const multiArch: Case[] = [
  {
    summary: 'a dependency of the own architecture',
    archive: [p('a 1 i386', 'Depends: b'), p('b 1'), p('b 1 i386')],
    requests: ['a:i386'],
    chosen: ['a:i386 1', 'b:i386 1'],
  },
  {
    summary: 'Multi-Arch: foreign for another architecture',
    archive: [p('a 1 i386', 'Depends: b'), p('b 1 amd64', 'Multi-Arch: foreign')],
    requests: ['a:i386'],
    chosen: ['a:i386 1', 'b 1'],
  },
  {
    summary: 'what a foreign package provides for another architecture',
    archive: [p('a 1 i386', 'Depends: v'), p('b 1', 'Multi-Arch: foreign\nProvides: v')],
    requests: ['a:i386'],
    chosen: ['a:i386 1', 'b 1'],
  },
  {
    summary: 'Multi-Arch: allowed where :any asks for it',
    archive: [p('a 1 i386', 'Depends: b:any'), p('b 1', 'Multi-Arch: allowed')],
    requests: ['a:i386'],
    chosen: ['a:i386 1', 'b 1'],
  },
  {
    summary: 'Architecture: all as native',
    archive: [p('a 1 all', 'Depends: b'), p('b 1 i386'), p('b 1')],
    chosen: ['b 1'],
  },
  {
    summary: 'both of Multi-Arch: same in the same version',
    archive: [
      p('a 1', 'Depends: b'),
      p('b 1', 'Multi-Arch: same'),
      p('b 1 i386', 'Multi-Arch: same'),
    ],
    requests: ['a', 'b:i386'],
    chosen: ['b 1', 'b:i386 1'],
  },
]

const versions: Case[] = [
  {
    summary: 'the highest version of equal suites',
    archive: [indexStanza('one'), p('a 2'), indexStanza('two'), p('a 10'), p('a 3')],
    requests: ['a*'],
    chosen: ['a 10'],
  },
  {
    summary: 'no version of a suite that is not automatic',
    archive: [indexStanza('one'), p('a 1'), indexStanza('two', 'NotAutomatic: yes'), p('a 2')],
    requests: ['a*'],
    chosen: ['a 1'],
  },
  {
    summary: 'the version of the suite asked for',
    archive: [indexStanza('one'), p('a 1'), indexStanza('two', 'NotAutomatic: yes'), p('a 2')],
    requests: ['a/two'],
    chosen: ['a 2'],
  },
  {
    summary: 'versions of that suite for what it needs, where no candidate will do',
    archive: [
      indexStanza('one'),
      p('a 1'),
      p('b 1'),
      p('c 1'),
      indexStanza('two', 'NotAutomatic: yes'),
      p('a 2', 'Depends: b (>= 2), c'),
      p('b 2', 'Depends: d'),
      p('c 2'),
      p('d 2'),
    ],
    requests: ['a/two'],
    chosen: ['a 2', 'b 2', 'c 1', 'd 2'],
  },
  {
    summary: 'the version asked for',
    archive: [p('a 1'), p('a 2')],
    requests: ['a=1'],
    chosen: ['a 1'],
  },
  {
    summary: 'a pinned version',
    archive: [indexStanza('one'), p('a 1'), p('b 1'), indexStanza('two'), p('a 2'), p('b 2')],
    requests: ['a*', 'b*'],
    preferences: 'Package: a\nPin: version 1\nPin-Priority: 1001\n',
    chosen: ['a 1', 'b 2'],
  },
  {
    summary: 'a pinned release',
    archive: [indexStanza('one'), p('a 1'), indexStanza('two'), p('a 2')],
    requests: ['a*'],
    preferences: 'Package: *\nPin: release n=one, o=Debian\nPin-Priority: 900\n',
    chosen: ['a 1'],
  },
  {
    summary: 'of two contents of one version the one that is not pinned away',
    archive: [
      indexStanza('one'),
      p('a 1', 'Depends: b'),
      p('b 1'),
      indexStanza('two'),
      p('a 1', 'Depends: c').replace('SHA256: 0', 'SHA256: 1'),
      p('c 1'),
    ],
    preferences: 'Package: *\nPin: release n=one\nPin-Priority: -1\n',
    chosen: ['c 1'],
  },
  {
    summary: 'of two contents of one version the one of the suite asked for',
    archive: [
      indexStanza('one'),
      p('a 1', 'Depends: b'),
      p('b 1'),
      indexStanza('two'),
      p('a 1', 'Depends: c').replace('SHA256: 0', 'SHA256: 1'),
      p('c 1'),
    ],
    requests: ['a', 'a/two'],
    chosen: ['c 1'],
  },
  {
    summary: 'the first of two contents that one index lists',
    archive: [
      indexStanza('one'),
      p('a 1'),
      p('a 1', 'Depends: c').replace('SHA256: 0', 'SHA256: 1'),
    ],
    chosen: [],
  },
  {
    summary: 'nothing that must never be',
    archive: [
      p('a 1', 'Depends: b | c'),
      indexStanza('two'),
      p('b 1'),
      indexStanza('one'),
      p('c 1'),
    ],
    preferences: 'Package: *\nPin: release n=two\nPin-Priority: never\n',
    chosen: ['c 1'],
  },
]

describe.each([
  { what: 'alternatives', cases: alternatives },
  { what: 'providers', cases: providers },
  { what: 'Multi-Arch', cases: multiArch },
  { what: 'versions and pins', cases: versions },
])('$what', ({ cases }) => {
  it.each(cases)('chooses $summary', async (given) => {
    expect(await choose(given)).toEqual(given.chosen)
  })
})

describe('what has no answer', () => {
  it.each([
    {
      summary: 'a version that nothing has',
      archive: [p('a 1', 'Depends: b (>= 2)'), p('b 1')],
      proof: ['a 1 is asked for', 'a 1 depends on b (>= 2), but there is only b 1'],
    },
    {
      summary: 'a name that nothing has',
      archive: [p('a 1', 'Pre-Depends: b | c')],
      proof: ['a 1 is asked for', 'a 1 pre-depends on b | c, but nothing has that name'],
    },
    {
      summary: 'a clash two steps away',
      archive: [
        p('a 1', 'Depends: b'),
        p('b 1', 'Depends: c'),
        p('c 1', 'Conflicts: d (<< 2)'),
        p('d 1'),
        p('e 1'),
      ],
      requests: ['a', 'd', 'e'],
      proof: [
        'a 1 is asked for',
        'd 1 is asked for',
        'a 1 depends on b: b 1',
        'b 1 depends on c: c 1',
        'c 1 conflicts with d (<< 2): d 1',
      ],
    },
    {
      summary: 'two versions of Multi-Arch: same',
      archive: [p('a 1', 'Multi-Arch: same'), p('a 2 i386', 'Multi-Arch: same')],
      requests: ['a', 'a:i386'],
      proof: [
        'a 1 is asked for',
        'a:i386 2 is asked for',
        'a 1 cannot be installed together with a:i386 2',
      ],
    },
  ])('proves $summary', async ({ archive, requests = ['a'], proof }) => {
    const failure = choose({ summary: '', archive, requests, chosen: [] })
    await expect(failure).rejects.toThrow(['cannot satisfy the requests:', ...proof].join('\n  '))
  })
})

describe('bad input', () => {
  it('passes over a version whose relations do not parse, and says so', async () => {
    const warnings: string[] = []
    const offers = await offersOf([p('a 2', 'Depends: b (>= 1'), p('a 1')])
    const made = lock({
      offers,
      architecture: 'amd64',
      requests: ['a'],
      onWarning: (message) => warnings.push(message),
    })
    expect(made.packages.map(({ version }) => version)).toEqual(['1'])
    expect(warnings).toEqual([
      'cannot read Depends of a (stanza at line 1): ' +
        'expected a package relation at column 3, found "(>= 1"; not a candidate',
    ])
  })

  it.each([
    {
      summary: 'a stanza without a name',
      archive: ['Version: 1\n'],
      message: 'cannot read the stanza at line 1: it has no Package',
    },
    {
      summary: 'a stanza without a version',
      archive: ['Package: a\nArchitecture: amd64\n'],
      message: 'cannot read the stanza of a at line 1: it has no Version',
    },
    {
      summary: 'an index stanza without a date',
      archive: ['Archive-Index: x\n'],
      message: 'the index stanza at line 1: it has no Date',
    },
    {
      summary: 'one version with two contents',
      archive: [
        indexStanza('one'),
        p('a 1'),
        indexStanza('two'),
        p('a 1').replace('SHA256: 0', 'SHA256: 1'),
      ],
      message: 'cannot lock a 1: one and two offer it with different hashes',
    },
    {
      summary: 'a version without a SHA256',
      archive: [indexStanza('one'), p('a 1').replace('SHA256', 'SHA512')],
      message: 'cannot lock a 1: one does not say its SHA256',
    },
    {
      summary: 'a virtual name that several provide',
      archive: [p('b 1', 'Provides: a'), p('c 1', 'Provides: a')],
      message: 'cannot select "a": it is only a virtual package',
    },
  ])('refuses $summary', async ({ archive, message }) => {
    await expect(choose({ summary: '', archive, chosen: [] })).rejects.toThrow(message)
  })
})
