import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { matchesArchitecture } from './index.js'

const hasDpkgDev = spawnSync('dpkg-architecture', ['--version']).status === 0

it.each([
  { architecture: 'amd64', wildcard: 'amd64', matches: true },
  { architecture: 'amd64', wildcard: 'i386', matches: false },
  { architecture: 'amd64', wildcard: 'any', matches: true },
  { architecture: 'amd64', wildcard: 'linux-any', matches: true },
  { architecture: 'amd64', wildcard: 'any-amd64', matches: true },
  { architecture: 'x32', wildcard: 'any-amd64', matches: true },
  { architecture: 'hurd-i386', wildcard: 'linux-any', matches: false },
  { architecture: 'armhf', wildcard: 'any-arm', matches: true },
  { architecture: 'musl-linux-amd64', wildcard: 'gnu-any-any', matches: false },
  { architecture: 'all', wildcard: 'any', matches: false },
  { architecture: 'all', wildcard: 'all', matches: true },
])('$architecture is $wildcard: $matches', ({ architecture, wildcard, matches }) => {
  expect(matchesArchitecture(architecture, wildcard)).toBe(matches)
})

it.each(['', 'amd64-', 'a b', 'a-b-c-d-e'])('refuses "%s"', (name) => {
  expect(() => matchesArchitecture('amd64', name)).toThrow(`invalid architecture "${name}"`)
})

it.skipIf(!hasDpkgDev)('decides as dpkg-architecture --is (needs dpkg-dev)', () => {
  const list = spawnSync('dpkg-architecture', ['--list-known'], { encoding: 'utf8' }).stdout
  for (const wildcard of [
    'any-arm',
    'gnu-any-any',
    'linux-any',
    'eabihf-any-any-any',
    'any-mips64',
  ]) {
    const { stdout } = spawnSync('dpkg-architecture', ['--list-known', '-W', wildcard], {
      encoding: 'utf8',
    })
    const ours = list
      .trim()
      .split('\n')
      .filter((name) => matchesArchitecture(name, wildcard))
    expect({ wildcard, ours }).toEqual({ wildcard, ours: stdout.trim().split('\n') })
  }
})
