import { describe, expect, it } from 'vitest'
import { parseSources } from '../sources/parse-sources.js'
import { archiveUris, type ReleasePlace } from './archive-uris.js'

const host = [
  'deb http://u:p@a.example.org/debian bookworm main',
  'deb http://a.example.org/debian bookworm-updates main',
  'deb http://docker.example.org/debian bookworm stable',
  'deb http://flat.example.org/amd64 /',
  'deb http://other.example.org/$(ARCH) ./',
  'deb file:/srv/local ./',
  'deb http://s.example.org/debian stable/updates main',
]

interface Case {
  readonly summary: string
  readonly release: Partial<ReleasePlace>
  readonly uris: readonly string[]
}

const cases: Case[] = [
  {
    summary: 'the source it was locked from, with its credentials, and no other of that suite',
    release: { uri: 'http://a.example.org/debian', sourceSuite: 'bookworm', codename: 'bookworm' },
    uris: ['http://u:p@a.example.org/debian'],
  },
  {
    summary: 'this machine’s sources of that suite, then the address in the lock',
    release: { uri: 'http://m.example.org/debian', sourceSuite: 'bookworm', codename: 'bookworm' },
    uris: [
      'http://u:p@a.example.org/debian',
      'http://docker.example.org/debian',
      'http://m.example.org/debian',
    ],
  },
  {
    summary: 'the address in the lock where no source has the suite',
    release: { uri: 'http://m.example.org/x', sourceSuite: 'noble', suite: 'noble' },
    uris: ['http://m.example.org/x'],
  },
  {
    summary: 'a flat archive by its own address, whatever its Release file says',
    release: { uri: 'http://flat.example.org/amd64', sourceSuite: '/', codename: 'deb' },
    uris: ['http://flat.example.org/amd64'],
  },
  {
    summary: 'a flat archive that no source has',
    release: { uri: 'http://kube.example.org', sourceSuite: '/' },
    uris: ['http://kube.example.org'],
  },
  {
    summary: 'a flat archive on the disk of the machine that locked it',
    release: { sourceSuite: './' },
    uris: ['http://other.example.org/amd64', 'file:///srv/local'],
  },
  {
    summary: 'a suite in a subfolder, without names',
    release: { uri: 'http://s.example.org/debian', sourceSuite: 'stable/updates' },
    uris: ['http://s.example.org/debian'],
  },
  {
    summary: 'an old lock, by suite or codename',
    release: { suite: 'oldstable', codename: 'bookworm-updates' },
    uris: ['http://a.example.org/debian'],
  },
  { summary: 'nowhere', release: { suite: '', codename: 'jessie' }, uris: [] },
]

describe('where the packages of a locked release are', () => {
  it.each(cases)('$summary', ({ release, uris }) => {
    const sources = parseSources(host.join('\n'), 'list', 'host')
    const place = { suite: '', codename: '', ...release }
    expect(archiveUris(sources, place, 'amd64')).toEqual(uris)
  })
})
