import { describe, expect, it } from 'vitest'
import { indexStanza, offersOf, packageStanza } from '../test/offers.js'
import { checkCurrency } from './check-currency.js'
import { checkLock } from './check-lock.js'
import { diffLocks } from './diff-locks.js'
import { formatBytes, formatDiff, formatMarkdownDiff } from './format-diff.js'
import { lock } from './lock.js'
import { lockUrls } from './lock-urls.js'
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
    const today = [...archive.filter((text) => !text.startsWith('Package: library')), ...newer]
    expect(checkCurrency(old, await offersOf(today))).toEqual([
      {
        name: 'libc',
        locked: '1',
        available: '2',
        release: 'stable-security',
        isSecurity: true,
      },
      { name: 'library', locked: '1', isSecurity: false },
    ])
  })
})

describe('diffLocks', () => {
  it('groups what changed by source package', async () => {
    const changes = diffLocks(await made(['server']), await made(['rival'], [...archive, ...newer]))
    expect(formatDiff(changes)).toBe(`Upgraded:
  libc 1 → 2 (+2.0 kB), source glibc

Added:
  rival 1 (+0 B)

Removed:
  library 1 (+0 B)
  server 1 (-5.1 kB)
`)
    expect(formatMarkdownDiff(changes)).toContain('| glibc | `libc` | 1 → 2 | +2.0 kB |\n')
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

  it('refuses a name that is not locked', async () => {
    const locked = await made(['server'])
    expect(() => why(locked, 'sever')).toThrow('the lock does not hold "sever"')
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

  it('refuses a release without a mirror', async () => {
    const locked = await made(['server'])
    expect(() => lockUrls(locked, { byRelease: new Map() })).toThrow(
      'no mirror for base of release stable',
    )
  })
})
