import { describe, expect, it } from 'vitest'
import { archiveUris } from '../addresses/archive-uris.js'
import { byHashPath, releaseDirectory } from '../addresses/archive-url.js'
import { parseRelease } from '../release/release.js'
import { createSource } from '../sources/source.js'
import type { SourceOptions } from '../sources/source-options.js'
import { packagesTargets } from './packages-targets.js'

const release = (...lines: string[]) =>
  parseRelease(`Date: Thu, 02 Jan 2020 00:00:00 UTC\n${lines.join('\n')}\nSHA256:\n`)
const source = (suite: string, components: string[], options: SourceOptions = {}) =>
  createSource({ uri: 'http://a.example.org/debian', suite, components, origin: 'test:1' }, options)

interface Case {
  readonly summary: string
  readonly options?: SourceOptions
  readonly asked?: readonly string[]
  readonly architectures: readonly string[]
  readonly missing?: readonly string[]
}

const cases: Case[] = [
  { summary: 'the architecture asked for', architectures: ['amd64'] },
  {
    summary: 'several, in their order',
    asked: ['arm64', 'amd64'],
    architectures: ['arm64', 'amd64'],
  },
  {
    summary: 'none that it lacks',
    asked: ['amd64', 'vax'],
    architectures: ['amd64'],
    missing: ['vax'],
  },
  { summary: 'those of the source', options: { architectures: ['arm64'] }, architectures: [] },
  {
    summary: 'one more for the source',
    options: { addArchitectures: ['arm64'] },
    architectures: ['amd64', 'arm64'],
  },
  { summary: 'one less', options: { removeArchitectures: ['amd64'] }, architectures: [] },
]

describe('of an archive for amd64 and arm64, wanted are', () => {
  it.each(cases)('$summary', ({ options, asked = ['amd64'], architectures, missing = [] }) => {
    const parsed = release('Architectures: amd64 arm64')
    const found = packagesTargets(parsed, source('stable', ['main'], options), asked)
    expect(found).toEqual({
      targets: architectures.map((architecture) => ({
        path: `main/binary-${architecture}/Packages`,
        component: 'main',
        architecture,
      })),
      missing,
    })
  })
})

it.each([
  { suite: 'stable', components: ['main'], directory: 'http://a.example.org/debian/dists/stable/' },
  {
    suite: 'a/updates',
    components: ['main'],
    directory: 'http://a.example.org/debian/dists/a/updates/',
  },
  { suite: './', components: [], directory: 'http://a.example.org/debian/' },
  { suite: '/', components: [], directory: 'http://a.example.org/debian/' },
  { suite: 'amd64/', components: [], directory: 'http://a.example.org/debian/amd64/' },
])('has the Release file of $suite in $directory', ({ suite, components, directory }) => {
  expect(releaseDirectory(source(suite, components))).toBe(directory)
})

it('has an index by its hash beside it', () => {
  expect(byHashPath('main/binary-amd64/Packages.xz', { algorithm: 'sha256', hex: 'ab' })).toBe(
    'main/binary-amd64/by-hash/SHA256/ab',
  )
  expect(byHashPath('Packages', { algorithm: 'sha512', hex: 'ab' })).toBe('by-hash/SHA512/ab')
})

it('finds the archives of a locked release by either name', () => {
  const sources = [source('stable', ['main']), source('test', ['main']), source('sid', ['main'])]
  const found = archiveUris(sources, { suite: 'stable', codename: 'test' }, 'amd64')
  expect(found).toEqual(['http://a.example.org/debian'])
  expect(archiveUris(sources, { suite: 'old', codename: 'older' }, 'amd64')).toEqual([])
})

it('finds the archive of the architecture where each has its own', () => {
  const uri = 'http://a.example.org/$(ARCH)'
  const found = archiveUris([{ ...source('stable', ['main']), uri }], named('stable'), 'arm64')
  expect(found).toEqual(['http://a.example.org/arm64'])
})

const named = (suite: string) => ({ suite, codename: suite })
