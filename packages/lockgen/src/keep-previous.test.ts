import { describe, expect, it } from 'vitest'
import { indexStanza, offersOf, packageStanza as p } from '../test/offers.js'
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

describe('what a previous lock chose', () => {
  const relock = async (
    before: readonly string[],
    after: readonly string[],
    { requests = ['a'], previous = {} }: { requests?: string[]; previous?: object } = {},
  ) => {
    const common = { architecture: 'amd64', requests }
    const moved: string[] = []
    const onMoved = (message: string) => moved.push(message)
    const old = lock({ offers: await offersOf(before), ...common })
    const made = lock({
      offers: await offersOf(after),
      ...common,
      previous: { lock: old, onMoved, ...previous },
    })
    return [made.packages.map(({ name, version }) => `${name} ${version}`), moved]
  }

  it('stays, though a better alternative has come', async () => {
    const before = [p('a 1', 'Depends: b | c'), p('c 1')]
    expect(await relock(before, [...before, p('b 1')])).toEqual([['a 1', 'c 1'], []])
  })

  it('stays, though a better provider has come', async () => {
    const before = [p('a 1', 'Depends: v'), p('c 1', 'Provides: v')]
    const better = p('b 1', 'Provides: v\nPriority: important')
    expect(await relock(before, [...before, better])).toEqual([['a 1', 'c 1'], []])
  })

  it('goes with what asked for it', async () => {
    const before = [p('a 1', 'Depends: b'), p('b 1'), p('d 1')]
    const after = [p('a 2'), p('b 1'), p('d 1')]
    expect(await relock(before, after, { previous: { update: ['a'] } })).toEqual([['a 2'], []])
  })

  it('is said to be gone where it is', async () => {
    expect(
      await relock([p('a 1', 'Depends: b'), p('b 1')], [p('a 1', 'Depends: b'), p('b 2')]),
    ).toEqual([['a 1', 'b 2'], ['b 1 is no longer offered, but 2']])
  })

  it('is said to have other contents where it has', async () => {
    const other = p('a 1').replace('SHA256: 0', 'SHA256: 1')
    expect(await relock([p('a 1')], [other])).toEqual([
      ['a 1'],
      ['a 1 is offered with other contents than before'],
    ])
  })

  it('takes security updates, and those alone', async () => {
    const before = [
      indexStanza('stable'),
      p('a 1', 'Depends: lib, other'),
      p('lib 1'),
      p('other 1'),
    ]
    const after = [
      ...before,
      indexStanza('stable-security'),
      p('lib 1+1'),
      indexStanza('stable-updates'),
      p('lib 2'),
      p('other 2'),
    ]
    expect(await relock(before, after, { previous: { security: true } })).toEqual([
      ['a 1', 'lib 1+1', 'other 1'],
      [],
    ])
  })

  it('has no package of a misspelt name to update', async () => {
    await expect(
      relock([p('alpha 1')], [p('alpha 1')], {
        requests: ['alpha'],
        previous: { update: ['alpah'] },
      }),
    ).rejects.toMatchObject({
      message: 'cannot update "alpah": the previous lock does not have it',
      hint: 'did you mean alpha?',
    })
  })
})
