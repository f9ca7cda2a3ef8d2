import { describe, expect, it } from 'vitest'
import { indexStanza, offersOf, packageStanza } from '../test/offers.js'
import { checkCurrency } from './check-currency.js'
import { checkLock } from './check-lock.js'
import { diffLocks, isEmptyDiff } from './diff-locks.js'
import { formatBytes, formatDiff, formatMarkdownDiff } from './format-diff.js'
import { lock } from './lock.js'
import { lockUrls } from './lock-urls.js'
import { parsePreferences } from './pins/preferences.js'
import { why } from './why.js'

const archive = [
  indexStanza('stable'),
  packageStanza('base 1', 'Essential: yes\nDepends: libc'),
  packageStanza('libc 1', 'Source: glibc\nInstalled-Size: 10'),
  packageStanza('server 1', 'Depends: library (>= 1)\nConflicts: rival\nInstalled-Size: 5'),
  packageStanza('library 1', 'Depends: libc'),
  packageStanza('rival 1'),
]
const newer = [
  indexStanza('stable-security'),
  packageStanza('libc 2', 'Source: glibc\nInstalled-Size: 12'),
]

async function made(requests: string[], stanzas = archive) {
  return lock({ offers: await offersOf(stanzas), architecture: 'amd64', requests })
}

describe('checkLock', () => {
  it('finds nothing wrong with what lock makes', async () => {
    expect(checkLock(await made(['server', 'rival-']), ['server=1', 'lib*'])).toEqual([])
  })

  it.each([
    {
      summary: 'a package that is missing',
      keep: (name: string) => name !== 'library',
      problems: ['server 1 has Depends: library (>= 1), which the lock does not satisfy'],
    },
    {
      summary: 'a request that is missing',
      keep: (name: string) => name !== 'server',
      problems: ['the lock does not hold "server"'],
    },
  ])('finds $summary', async ({ keep, problems }) => {
    const whole = await made(['server'])
    const packages = whole.packages.filter(({ name }) => keep(name))
    expect(checkLock({ ...whole, packages })).toEqual(problems)
  })

  it('finds packages that exclude each other, and a header that does not fit', async () => {
    const server = await made(['server'])
    const rival = await made(['rival'])
    const joined = {
      ...server,
      packages: [...server.packages, ...rival.packages.filter(({ name }) => name === 'rival')],
      options: { ...server.options, exclude: ['rival'] },
      releases: [...server.releases, { ...server.releases[0], id: 'unused' } as never],
    }
    expect(checkLock(joined)).toEqual([
      'server 1 conflicts with rival 1, which is locked too',
      'rival is excluded, but locked',
      'no package is from release unused',
    ])
  })
})

describe('checkCurrency', () => {
  it('tells what is newer, what is gone and what is a security update', async () => {
    const old = await made(['server'])
    const stanzas = [...archive, ...newer, indexStanza('stable-updates'), packageStanza('libc 3')]
    const today = stanzas
      .map((text) => text.replace('Package: library\nVersion: 1', 'Package: library\nVersion: 2'))
      .map((text) => (text.startsWith('Package: server') ? text.replace('256: 0', '256: 1') : text))
      .filter((text) => !text.startsWith('Package: rival'))
    const common = { architecture: 'amd64' }
    expect(checkCurrency(old, await offersOf(today))).toEqual([
      {
        kind: 'security',
        name: 'libc',
        ...common,
        locked: '1',
        available: '2',
        release: 'stable-security',
      },
      {
        kind: 'outdated',
        name: 'library',
        ...common,
        locked: '1',
        available: '2',
        release: 'stable',
      },
      {
        kind: 'replaced',
        name: 'server',
        ...common,
        locked: '1',
        available: '1',
        release: 'stable',
      },
    ])
    const without = today.filter((text) => !text.startsWith('Package: base'))
    expect(checkCurrency({ ...old, requests: [] }, await offersOf(without))[0]).toEqual({
      kind: 'gone',
      name: 'base',
      ...common,
      locked: '1',
    })
  })

  it.each([
    { summary: 'a suite', request: 'server/backports', preferences: '' },
    { summary: 'a version', request: 'server=2', preferences: '' },
    {
      summary: 'pins',
      request: 'server',
      preferences: 'Package: server\nPin: release n=backports\nPin-Priority: 900\n',
    },
  ])('finds nothing in a lock of $summary that would be made again', async (given) => {
    const stanzas = [
      ...archive,
      indexStanza('backports', 'NotAutomatic: yes'),
      packageStanza('server 2'),
    ]
    const offers = await offersOf(stanzas)
    const pins = parsePreferences(given.preferences)
    const old = lock({ offers, architecture: 'amd64', requests: [given.request], pins })
    expect(old.packages.at(-1)?.version).toBe('2')
    expect(checkCurrency(old, offers, pins)).toEqual([])
    if (pins.length > 0) expect(() => checkCurrency(old, offers)).toThrow('other preferences')
  })

  it('says so when a lock is ahead', async () => {
    const old = await made(['server'], [...archive, packageStanza('server 2')])
    expect(checkCurrency(old, await offersOf(archive))).toMatchObject([
      { kind: 'ahead', name: 'server', locked: '2', available: '1' },
    ])
  })
})

describe('diffLocks', () => {
  it('groups what changed by source package', async () => {
    const changes = diffLocks(await made(['server']), await made(['rival'], [...archive, ...newer]))
    expect(formatDiff(changes)).toBe(`Settings:
  Request server removed
  Request rival added
  Release stable-security added: Debian stable-security, not signed

Removed:
  library 1 (+0 B)
  server 1 (-5.1 kB)

Added:
  rival 1 (+0 B)

Upgraded:
  libc 1 → 2 (+2.0 kB), source glibc
`)
    const markdown = formatMarkdownDiff(changes)
    expect(markdown).toContain('| glibc | `libc` | 1 → 2 | +2.0 kB |\n')
    expect(markdown).toContain('| `Request rival` | added |\n')
  })

  it.each([
    {
      summary: 'contents under the same version',
      from: 'Package: libc\nVersion: 1',
      change: (text: string) => text.replace('SHA256: 0', 'SHA256: 1'),
      part: 'replaced',
      line: 'libc 1 (+0 B), source glibc',
    },
    {
      summary: 'the architecture, from amd64 to all',
      from: 'Package: library\n',
      change: (text: string) =>
        text.replace(': amd64', ': all').replace('Version: 1', 'Version: 2'),
      part: 'upgraded',
      line: 'library 1 → 2, amd64 → all (+0 B)',
    },
    {
      summary: 'the release',
      from: 'Archive-Index',
      change: (text: string) => text.replace('Codename: stable', 'Codename: next'),
      part: 'moved',
      line: 'base 1, stable → next (+0 B)',
    },
  ])('shows another $summary', async ({ from, change, part, line }) => {
    const after = archive.map((text) => (text.startsWith(from) ? change(text) : text))
    const changes = diffLocks(await made(['server']), await made(['server'], after))
    const parts = Object.entries(changes).filter(
      ([key, found]) => key !== 'settings' && found.length > 0,
    )
    expect(parts.map(([key]) => key)).toEqual([part])
    expect(formatDiff(changes).split('\n')).toContain(`  ${line}`)
    expect(isEmptyDiff(changes)).toBe(false)
  })

  it('shows what is asked for by now', async () => {
    const changes = diffLocks(await made(['server']), await made(['server', 'library']))
    expect(formatDiff(changes)).toBe(`Settings:
  Request library added

Asked for or automatic:
  library 1, now asked for (+0 B)
`)
  })

  it('says so when nothing changed', async () => {
    const same = await made(['server'])
    expect(formatDiff(diffLocks(same, same))).toBe('')
    expect(formatMarkdownDiff(diffLocks(same, same))).toBe('No package changed.\n')
  })

  it.each([
    [0, '+0 B'],
    [-999, '-999 B'],
    [1024, '+1.0 kB'],
    [999_600, '+1.0 MB'],
    [123_456_789, '+123 MB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })
})

describe('why', () => {
  it.each([
    { name: 'server', chain: [['server 1', 'requested']] },
    {
      name: 'library',
      chain: [
        ['server 1', 'requested'],
        ['library 1', 'Depends: library (>= 1)'],
      ],
    },
    { name: 'base', chain: [['base 1', 'essential']] },
  ])('leads from a request to $name', async ({ name, chain }) => {
    const steps = why(await made(['server']), name)
    expect(steps.map((step) => [step.package, step.because])).toEqual(chain)
  })

  const recommending = [
    packageStanza('a 1', 'Depends: b\nRecommends: d\nSuggests: d'),
    packageStanza('b 1', 'Depends: c'),
    packageStanza('c 1', 'Depends: d\nProvides: v'),
    packageStanza('d 1'),
  ]

  it('follows Recommends only where the lock did', async () => {
    const offers = await offersOf(recommending)
    const chain = (recommends: boolean) => {
      const input = { offers, architecture: 'amd64', requests: ['a'], options: { recommends } }
      return why(lock(input), 'd').map(({ because }) => because)
    }
    expect(chain(false)).toEqual(['requested', 'Depends: b', 'Depends: c', 'Depends: d'])
    expect(chain(true)).toEqual(['requested', 'Recommends: d'])
  })

  it('leads to what provides a name', async () => {
    expect(why(await made(['a'], recommending), 'v')).toEqual([
      { package: 'a 1', because: 'requested' },
      { package: 'b 1', because: 'Depends: b' },
      { package: 'c 1', because: 'Depends: c' },
      { package: 'v', because: 'provided by c 1' },
    ])
  })

  it('refuses a name that is not locked', async () => {
    const locked = await made(['server'])
    expect(() => why(locked, 'sever')).toThrow('cannot explain "sever": the lock does not hold it')
  })
})

describe('lockUrls', () => {
  it('joins mirror and file name, by release where one is given', async () => {
    const locked = await made(['server'], [...archive, ...newer])
    const byRelease = new Map([['stable-security', 'http://example.org/security/']])
    const urls = lockUrls(locked, { byRelease, fallback: 'http://example.org/main' })
    expect(urls.map(({ url }) => url)).toEqual([
      'http://example.org/main/pool/base_1_amd64.deb',
      'http://example.org/security/pool/libc_2_amd64.deb',
      'http://example.org/main/pool/library_1_amd64.deb',
      'http://example.org/main/pool/server_1_amd64.deb',
    ])
  })

  it('writes any bytes of a file name, and templates', async () => {
    const odd = [packageStanza('odd 1').replace('pool/odd', 'pool/caf\xc3\xa9 +')]
    const locked = await made(['odd'], odd)
    const url = (fallback: string) => lockUrls(locked, { byRelease: new Map(), fallback })[0]?.url
    expect(url('http://example.org')).toBe('http://example.org/pool/caf%C3%A9%20%2B_1_amd64.deb')
    expect(url('http://example.org/{sha256}')).toMatch(/\/01ba4719[0-9a-f]+$/)
    expect(() => url('http://example.org/{sha1}')).toThrow(
      'cannot tell where odd is: the lock has no SHA1',
    )
  })

  it('refuses a release without a mirror', async () => {
    const locked = await made(['server'])
    expect(() => lockUrls(locked, { byRelease: new Map() })).toThrow(
      'cannot tell where base is: no mirror of release stable is given',
    )
  })
})
