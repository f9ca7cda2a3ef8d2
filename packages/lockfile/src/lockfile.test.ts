import { Deb822Error, parseStanza } from '@apt2ostree/deb822'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatLockfile,
  type Lockfile,
  LockfileError,
  packageFromStanza,
  parseLockfile,
} from './index.js'

type Infer<T> = T extends fc.Arbitrary<infer U> ? U : never

const sha256 = '01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b'

const text = `Lockfile-Version: 1
Architecture: amd64
Foreign-Architectures: i386
Requests:
 hello
 libc6:i386
Recommends: no
Essential: yes
Required: no
Exclude: nano vim
Releases:
 local
  Origin:
  Suite:
  Codename:
  Source-Suite: ./
  Date: Sat, 05 Sep 2026 10:00:00 UTC
  SHA256: ${sha256}
 stable
  Origin: Example
  Label: Example Archive
  Suite: stable
  Codename: stable
  URI: http://archive.example.org/debian
  Source-Suite: stable
  Date: Sat, 05 Sep 2026 10:00:00 UTC
  SHA256: ${sha256}
  Signed-By: 0123456789ABCDEF0123456789ABCDEF01234567
  Unchecked: valid-until

Package: hello
Architecture: amd64
Version: 1:2.10-3
Depends: libc6 (>= 2.34)
Filename: pool/main/h/hello/hello_2.10-3_amd64.deb
Size: 53068
SHA256: ${sha256}
Release: stable

Package: libc6
Architecture: i386
Version: 2.36-9
Multi-Arch: same
Filename: pool/main/g/glibc/libc6_2.36-9_i386.deb
Size: 2755000
SHA256: ${sha256}
Release: stable
APT-Automatic: yes
`

describe('parseLockfile', () => {
  it('reads the header and the packages', () => {
    const { packages, ...header } = parseLockfile(text)
    expect(header).toEqual({
      version: 1,
      architecture: 'amd64',
      foreignArchitectures: ['i386'],
      requests: ['hello', 'libc6:i386'],
      options: { recommends: false, essential: true, required: false, exclude: ['nano', 'vim'] },
      releases: [
        {
          id: 'local',
          origin: '',
          suite: '',
          codename: '',
          sourceSuite: './',
          date: 'Sat, 05 Sep 2026 10:00:00 UTC',
          sha256,
        },
        {
          id: 'stable',
          origin: 'Example',
          label: 'Example Archive',
          suite: 'stable',
          codename: 'stable',
          uri: 'http://archive.example.org/debian',
          sourceSuite: 'stable',
          date: 'Sat, 05 Sep 2026 10:00:00 UTC',
          sha256,
          signedBy: '0123456789ABCDEF0123456789ABCDEF01234567',
          unchecked: 'valid-until',
        },
      ],
    })
    expect(packages.map(({ stanza, ...locked }) => locked)).toEqual([
      {
        name: 'hello',
        version: '1:2.10-3',
        architecture: 'amd64',
        filename: 'pool/main/h/hello/hello_2.10-3_amd64.deb',
        size: 53068,
        sha256,
        release: 'stable',
        automatic: false,
      },
      {
        name: 'libc6',
        version: '2.36-9',
        architecture: 'i386',
        filename: 'pool/main/g/glibc/libc6_2.36-9_i386.deb',
        size: 2755000,
        sha256,
        release: 'stable',
        automatic: true,
      },
    ])
  })

  it('reads a lock of the old apt2ostree: stanzas without a header', () => {
    const old = text
      .slice(text.indexOf('Package: hello'), text.indexOf('Package: libc6') - 1)
      .replace('Release: stable\n', 'Description: greets\n At length.\n')
    const lock = parseLockfile(old)
    expect({ ...lock, packages: lock.packages.map(({ name }) => name) }).toEqual({
      version: 1,
      architecture: 'amd64',
      foreignArchitectures: [],
      requests: [],
      options: { recommends: false, essential: true, required: true, exclude: [] },
      releases: [],
      packages: ['hello'],
    })
  })

  it.each([
    { summary: 'nothing', from: text, to: '', message: 'lockfile is empty' },
    {
      summary: 'a version that a merge left in conflict',
      from: 'Version: 2.36-9\n',
      to: '<<<<<<< ours\nVersion: 2.36-9\n=======\nVersion: 2.36-8\n>>>>>>> theirs\n',
      message: 'lockfile has merge conflicts',
    },
    {
      summary: 'another version',
      from: 'Lockfile-Version: 1',
      to: 'Lockfile-Version: 2',
      message: 'unknown lockfile version "2"',
    },
    {
      summary: 'an unknown header field',
      from: 'Required:',
      to: 'Require:',
      message: 'unknown header field Require',
    },
    {
      summary: 'a switch that is neither yes nor no',
      from: 'Recommends: no',
      to: 'Recommends: maybe',
      message: 'header field Recommends must be yes or no, not "maybe"',
    },
    {
      summary: 'preferences without a digest',
      from: 'Releases:',
      to: 'Preferences-SHA256: some\nReleases:',
      message: 'header field Preferences-SHA256 is no SHA256: "some"',
    },
    {
      summary: 'a release without a field',
      from: '  Source-Suite: ./\n  Date: Sat, 05 Sep 2026 10:00:00 UTC\n',
      to: '',
      message: 'release "local" has no date',
    },
    {
      summary: 'a package of no release',
      from: 'Release: stable\nAPT',
      to: 'Release: testing\nAPT',
      message: 'package libc6 at line 40 names unknown release "testing"',
    },
    {
      summary: 'a package without a hash',
      from: `SHA256: ${sha256}\nRelease: stable\nAPT`,
      to: 'APT',
      message: 'package libc6 at line 40 has no SHA256',
    },
    {
      summary: 'a size that is no number',
      from: 'Size: 53068',
      to: 'Size: 5k',
      message: 'package hello at line 31 has an invalid Size "5k"',
    },
    {
      summary: 'a package that comes twice',
      from: 'Package: libc6\nArchitecture: i386',
      to: 'Package: hello\nArchitecture: amd64',
      message: 'package hello:amd64 comes twice, again at line 40',
    },
    {
      summary: 'an old lock of two architectures',
      from: text.slice(0, text.indexOf('Package')),
      to: '',
      message: 'its packages are for amd64, i386',
    },
  ])('refuses $summary', ({ from, to, message }) => {
    expect(text).toContain(from)
    expect(() => parseLockfile(text.replace(from, to))).toThrow(message)
  })
})

describe('formatLockfile', () => {
  it('writes what parseLockfile read, byte for byte', () => {
    expect(formatLockfile(parseLockfile(text))).toBe(text)
  })

  it('gives the same bytes whatever the order of packages', () => {
    const lock = parseLockfile(text)
    expect(formatLockfile({ ...lock, packages: lock.packages.toReversed() })).toBe(text)
  })

  it('drops the fields of a Packages stanza that nobody needs', () => {
    const stanza = parseStanza(`${text.split('\n\n')[1]}Description: greets\nMaintainer: M\n`)
    const packages = [packageFromStanza(stanza, { release: 'stable', automatic: false })]
    expect(formatLockfile({ ...parseLockfile(text), packages })).not.toMatch(/Desc|Maint/)
  })

  it.each([
    { summary: 'a request of two lines', change: { requests: ['a\n\nb'] } },
    { summary: 'a release id with a space', change: { releases: [{ id: 'a b' }] } },
  ])('refuses $summary', ({ change }) => {
    const lock = { ...parseLockfile(text), ...change } as Lockfile
    expect(() => formatLockfile(lock)).toThrow()
  })

  it('refuses a header or package of any bytes, or writes what reads back', () => {
    const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code))
    const text = fc.string({ unit: fc.oneof(byte, fc.constantFrom(...' \n:\xa0')), maxLength: 4 })
    const word = fc.oneof(text, fc.stringMatching(/^[a-z\x80-\xff]{1,4}$/))
    const release = fc.record({ id: word, origin: word, suite: word, codename: word, date: word })
    const header = fc.record({
      architecture: word,
      foreignArchitectures: fc.array(word, { maxLength: 2 }),
      requests: fc.array(word, { maxLength: 2 }),
      exclude: fc.array(word, { maxLength: 2 }),
      releases: fc.uniqueArray(release, { selector: ({ id }) => id, maxLength: 2 }),
      names: fc.uniqueArray(word, { maxLength: 2 }),
    })
    let written = 0
    const check = ({ names, exclude, releases, ...rest }: Infer<typeof header>) => {
      const lock: Lockfile = {
        version: 1,
        ...rest,
        options: { recommends: false, essential: true, required: true, exclude },
        releases: releases
          .map((release) => ({ ...release, sha256 }))
          .sort((a, b) => (a.id < b.id ? -1 : 1)),
        packages: names.map((name) => {
          const fields = `Architecture: all\nVersion: 1\nFilename: ${name}\nSize: 1\nSHA256: ${sha256}`
          const stanza = parseStanza(`Package: ${name}\n${fields}\n`)
          return packageFromStanza(stanza, { automatic: false })
        }),
      }
      const isSorted = lock.packages.every(({ name }, i, all) => (all[i - 1]?.name ?? '') < name)
      if (!isSorted) return
      const formatted = formatLockfile(lock)
      written++
      const stanzas = (of: Lockfile) => of.packages.map(({ stanza, ...locked }) => locked)
      const parsed = parseLockfile(formatted)
      expect({ ...parsed, packages: [] }).toEqual({ ...lock, packages: [] })
      expect(stanzas(parsed)).toEqual(stanzas(lock))
      expect(formatLockfile(parsed)).toBe(formatted)
    }
    fc.assert(
      fc.property(header, (header) => {
        try {
          check(header)
        } catch (error) {
          if (!(error instanceof LockfileError || error instanceof Deb822Error)) throw error
        }
      }),
      { numRuns: 1500, seed: 15 },
    )
    expect(written).toBeGreaterThan(100)
  })

  it('keeps requests, options and releases', () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9+.:=~/-]{0,9}$/)
    const line = fc.stringMatching(/^[!-~]([ -~]{0,9}[!-~])?$/)
    const release = fc.record(
      {
        id: name,
        origin: line,
        label: line,
        suite: line,
        codename: line,
        date: line,
        sha256: line,
        signedBy: line,
      },
      { requiredKeys: ['id', 'origin', 'suite', 'codename', 'date', 'sha256'] },
    )
    const header = fc.record({
      version: fc.constant(1 as const),
      architecture: name,
      foreignArchitectures: fc.array(name),
      requests: fc.array(name),
      options: fc.record(
        {
          recommends: fc.boolean(),
          essential: fc.boolean(),
          required: fc.boolean(),
          exclude: fc.array(name),
          preferences: fc.stringMatching(/^[0-9a-f]{64}$/),
        },
        { requiredKeys: ['recommends', 'essential', 'required', 'exclude'] },
      ),
      releases: fc
        .uniqueArray(release, { selector: ({ id }) => id, maxLength: 3 })
        .map((releases) => releases.toSorted((a, b) => (a.id < b.id ? -1 : 1))),
    })
    fc.assert(
      fc.property(header, (header) => {
        const lock = { ...header, packages: [] } as Lockfile
        expect(parseLockfile(formatLockfile(lock))).toEqual(lock)
      }),
    )
  })
})
