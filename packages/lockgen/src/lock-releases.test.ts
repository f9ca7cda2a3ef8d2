import type { ArchiveIndex } from '@apt2ostree/apt-index/index-stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lockReleases } from './lock-releases.js'

function index(about: Partial<ArchiveIndex>): ArchiveIndex {
  return {
    path: 'main/binary-amd64/Packages',
    uri: 'http://archive.example.org/debian',
    sourceSuite: '',
    origin: '',
    label: '',
    suite: '',
    codename: '',
    version: '',
    component: 'main',
    architecture: 'amd64',
    date: 'Sat, 05 Sep 2026 10:00:00 UTC',
    notAutomatic: false,
    butAutomaticUpgrades: false,
    snapshots: '',
    sha256: '0',
    signedBy: '',
    unchecked: [],
    ...about,
  }
}

const debian = { origin: 'Debian' }
const ubuntu = { origin: 'Ubuntu', codename: 'noble' }

/** As the archives and widely used third parties name their suites. */
const suites: { id: string; about: Partial<ArchiveIndex> }[] = [
  {
    id: 'bookworm',
    about: { ...debian, sourceSuite: 'bookworm', suite: 'oldstable', codename: 'bookworm' },
  },
  {
    id: 'trixie',
    about: { ...debian, sourceSuite: 'stable', suite: 'stable', codename: 'trixie' },
  },
  {
    id: 'bookworm-security',
    about: {
      ...debian,
      sourceSuite: 'bookworm-security',
      suite: 'oldstable-security',
      codename: 'bookworm-security',
    },
  },
  { id: 'sid', about: { ...debian, sourceSuite: 'unstable', suite: 'unstable', codename: 'sid' } },
  {
    id: 'buster/updates',
    about: { ...debian, sourceSuite: 'buster/updates', suite: 'oldoldstable', codename: 'buster' },
  },
  {
    id: 'buster',
    about: { ...debian, sourceSuite: 'buster', suite: 'oldoldstable', codename: 'buster' },
  },
  { id: 'noble', about: { ...ubuntu, sourceSuite: 'noble', suite: 'noble' } },
  {
    id: 'noble-updates',
    about: { ...ubuntu, sourceSuite: 'noble-updates', suite: 'noble-updates' },
  },
  {
    id: 'noble-security',
    about: { ...ubuntu, sourceSuite: 'noble-security', suite: 'noble-security' },
  },
  {
    id: 'noble-lp-ppa-someone',
    about: { origin: 'LP-PPA-someone', sourceSuite: 'noble', suite: 'noble', codename: 'noble' },
  },
  { id: 'noble-docker', about: { origin: 'Docker', sourceSuite: 'noble', suite: 'noble' } },
  {
    id: 'kali-rolling',
    about: { origin: 'Kali', sourceSuite: 'kali-rolling', suite: 'kali-rolling' },
  },
  {
    id: 'deb-build.example.org-isv-deb',
    about: { origin: 'obs://build.example.org/isv/deb', sourceSuite: '/', codename: 'deb' },
  },
  { id: 'acme', about: { origin: 'ACME', sourceSuite: '/' } },
  { id: 'acme-extra', about: { origin: 'ACME', sourceSuite: './extra/' } },
  { id: 'release', about: { sourceSuite: 'release' } },
]

describe('the releases of a lock', () => {
  it.each(suites)('$id', ({ id, about }) => {
    const one = index(about)
    expect(lockReleases([one]).get(one)?.id).toBe(id)
  })

  it('have ids that depend neither on dates nor on what else there is', () => {
    const choice = fc
      .subarray(suites, { minLength: 1 })
      .chain((some) =>
        fc.tuple(
          fc.shuffledSubarray(some, { minLength: some.length }),
          fc.array(fc.string(), { minLength: some.length, maxLength: some.length }),
        ),
      )
    fc.assert(
      fc.property(choice, ([some, texts]) => {
        const indexes = some.map(({ id, about }, at) =>
          index({ uri: `http://archive.example.org/${id}`, ...about, sha256: texts[at] ?? '' }),
        )
        const releases = lockReleases(indexes)
        expect(indexes.map((each) => releases.get(each)?.id)).toEqual(some.map(({ id }) => id))
      }),
    )
  })

  it('are told apart by their addresses where all names are the same', () => {
    const about = { origin: 'Debian', sourceSuite: 'sid', codename: 'sid' }
    const [a, b, c] = [
      index({ ...about, uri: 'http://a.example.org/debian' }),
      index({ ...about, uri: 'http://b.example.org/debian' }),
      index({ ...about, uri: 'file:///srv/debian' }),
    ]
    const releases = lockReleases([b, a, c])
    expect([a, b, c].map((each) => releases.get(each)?.id)).toEqual([
      'sid-a.example.org-debian',
      'sid-b.example.org-debian',
      'sid',
    ])
  })

  it('know the source by which they were found, but no path of the machine', () => {
    const remote = index({ ...debian, sourceSuite: 'sid', unchecked: ['date', 'valid-until'] })
    const local = index({ ...remote, uri: 'mirror+file:/etc/apt/mirrors.list', unchecked: [] })
    const releases = lockReleases([remote, local])
    expect(releases.get(remote)).toMatchObject({
      uri: 'http://archive.example.org/debian',
      sourceSuite: 'sid',
      unchecked: 'date valid-until',
    })
    expect(releases.get(local)).not.toHaveProperty('uri')
    expect(releases.get(local)).not.toHaveProperty('unchecked')
  })
})
