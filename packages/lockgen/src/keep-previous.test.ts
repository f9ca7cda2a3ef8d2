import { describe, expect, it } from 'vitest'
import { offersOf, packageStanza as p } from '../test/offers.js'
import { lock } from './lock.js'

const before = [
  p('a 1', 'Depends: lib'),
  p('b 1', 'Depends: lib'),
  p('lib 1'),
  p('c 1', 'Depends: lib (<< 2)'),
]

const after = [
  ...before,
  p('a 2', 'Depends: lib (>= 2)'),
  p('b 2', 'Depends: lib'),
  p('lib 2'),
  p('c 2', 'Depends: lib'),
]

describe('lock with a previous one', () => {
  it.each([
    {
      summary: 'nothing where nothing is to be updated',
      update: [],
      archive: after,
      versions: ['a 1', 'b 1', 'c 1', 'lib 1'],
    },
    {
      summary: 'only what is named where that is enough',
      update: ['b'],
      archive: after,
      versions: ['a 1', 'b 2', 'c 1', 'lib 1'],
    },
    {
      summary: 'what the named one needs, and what that breaks',
      update: ['a'],
      archive: after,
      versions: ['a 2', 'b 1', 'c 2', 'lib 2'],
    },
    {
      summary: 'what the archives no longer have',
      update: [],
      archive: after.filter((stanza) => !stanza.startsWith('Package: b\nVersion: 1')),
      versions: ['a 1', 'b 2', 'c 1', 'lib 1'],
    },
  ])('moves $summary', async ({ update, archive, versions }) => {
    const requests = ['a', 'b', 'c']
    const old = lock({ offers: await offersOf(before), architecture: 'amd64', requests })
    const previous = { lock: old, update }
    const made = lock({
      offers: await offersOf(archive),
      architecture: 'amd64',
      requests,
      previous,
    })
    expect(made.packages.map(({ name, version }) => `${name} ${version}`)).toEqual(versions)
  })
})
