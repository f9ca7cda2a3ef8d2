import { expect, it } from 'vitest'
import { digestLockfile } from './digest-lockfile.js'
import { listPackages } from './listed-package.js'
import { parseLockfile } from './parse-lockfile.js'

const stanza = (name: string, more = '') =>
  `Package: ${name}\nVersion: 2.0-1+b1\nArchitecture: amd64\nFilename: ${name}.deb\nSize: 1\nSHA256: ${'0'.repeat(64)}\n${more}`

const own = stanza('z')
const named = stanza('b', 'Source: lib\nInstalled-Size: 3\n')
const versioned = stanza('a', 'Source: lib (2.0-1)\n')
const [lock, shuffled] = [
  [own, named, versioned],
  [versioned, own, named],
].map((stanzas) => parseLockfile(stanzas.join('\n')))

it('lists packages with their sources, whatever the order in the lock', () => {
  const common = {
    version: '2.0-1+b1',
    architecture: 'amd64',
    installedBytes: 0,
    sha256: '0'.repeat(64),
    automatic: false,
  }
  const list = [
    { ...common, name: 'a', source: 'lib', sourceVersion: '2.0-1' },
    { ...common, name: 'b', source: 'lib', sourceVersion: '2.0-1+b1', installedBytes: 3072 },
    { ...common, name: 'z', source: 'z', sourceVersion: '2.0-1+b1' },
  ]
  expect([lock, shuffled].map((each) => each && listPackages(each))).toEqual([list, list])
})

it('has one digest for a lock, whatever the order of its stanzas', () => {
  const digests = [lock, shuffled].map((each) => each && digestLockfile(each))
  expect(new Set(digests).size).toBe(1)
  expect(digests[0]).toMatch(/^[0-9a-f]{64}$/)
})
