import { readFileSync } from 'node:fs'
import { archiveRelease, parseRelease } from '@apt2ostree/apt-index'
import { parseReleaseDate, parseStanzas } from '@apt2ostree/deb822'
import { describe, expect, it } from 'vitest'
import { lockReleases } from '../src/lock-releases.js'

const headers = new URL('../../apt-index/test/fixtures/release-headers.txt', import.meta.url)

const suites = [...parseStanzas(readFileSync(headers, 'latin1'))].map((stanza) => {
  const release = parseRelease(`${stanza.text}SHA256:\n`)
  const suite = stanza.get('Source-Suite') ?? ''
  const verified = { archiveUri: 'http://archive.example.org/x/', suite, sha256: suite, release }
  const index = { path: 'main/binary-amd64/Packages', component: 'main', architecture: 'amd64' }
  return { suite, release, index: { ...archiveRelease({ ...verified, unchecked: [] }), ...index } }
})

/** Those that go by another name than their codename. */
const ids: Readonly<Record<string, string>> = { experimental: 'rc-buggy' }

describe('the suites of Debian and Ubuntu that are supported', () => {
  it('are all here', () => {
    expect(suites.map(({ suite }) => suite)).toEqual(
      expect.arrayContaining(['bullseye', 'sid', 'forky-security', 'jammy-updates', 'resolute']),
    )
  })

  it.each(suites)('$suite has a date and an architecture', ({ release }) => {
    expect(parseReleaseDate(release.date)).toBeGreaterThan(Date.UTC(2020, 0))
    if (release.validUntil !== undefined) expect(parseReleaseDate(release.validUntil)).toBeDefined()
    expect(release.architectures).toContain('amd64')
    expect(release.components).toContain('main')
  })

  it('are called by their names in a lock, whatever others there are', () => {
    const releases = lockReleases(suites.map(({ index }) => index))
    const called = suites.map(({ suite, index }) => [suite, releases.get(index)?.id])
    expect(called).toEqual(suites.map(({ suite }) => [suite, ids[suite] ?? suite]))
  })
})
