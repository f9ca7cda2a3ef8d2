import { type Checksum, type Commit, Variant } from '@apt2ostree/ostree-repo'
import { expect, it } from 'vitest'
import { configuredMetadata, newAnswers } from './commit-metadata.js'

const rev = '0'.repeat(64) as Checksum
const commitOf = (metadata: ReadonlyMap<string, Variant>) => ({ metadata }) as Commit
const configure = (unpacked: Commit, debconf: string[]) =>
  commitOf(configuredMetadata(rev, unpacked, { debconf, sourceDateEpoch: 7, initramfs: true }))

it('gives no answer twice to a system that packages are added to', () => {
  const base = configure(commitOf(new Map()), ['a\n', 'b\n'])
  expect(newAnswers(base, ['b\n', 'c\n', 'a\n'])).toEqual(['c\n'])
  const system = configure(base, ['b\n', 'c\n'])
  expect(newAnswers(system, ['a\n', 'b\n', 'c\n', 'd\n'])).toEqual(['d\n'])
})

it('says what the unpacked commit does, but not where that is', () => {
  const unpacked = commitOf(
    new Map([
      ['deb.date', Variant.uint64(7n)],
      ['ostree.ref-binding', Variant.strings(['unpacked'])],
    ]),
  )
  const { metadata } = configure(unpacked, [])
  expect([...metadata.keys()].sort()).toEqual([
    'deb.configured-by',
    'deb.date',
    'deb.source-date-epoch',
    'deb.unpacked',
  ])
})
