import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAccountIds } from './account-ids.js'
import { assignIds, isDynamic } from './assign-ids.js'
import { parseGroup } from './group.js'
import { parsePasswd } from './passwd.js'
import { pinIds } from './pin-ids.js'

const named = (ids: Record<string, number>) =>
  Object.entries(ids).map(([name, id]) => ({ name, id }))

describe('assignIds', () => {
  it.each([
    {
      summary: 'a first build keeps what it got',
      accounts: { a: 101, b: 102 },
      pins: {},
      moves: {},
    },
    {
      summary: 'one more account does not move the others',
      accounts: { ssh: 101, a: 102, b: 103 },
      pins: { a: 101, b: 102 },
      moves: { 101: 100, 102: 101, 103: 102 },
    },
    {
      summary: 'an id that is pinned for an absent name stays free',
      accounts: { a: 101 },
      pins: { gone: 101 },
      moves: { 101: 100 },
    },
    {
      summary: 'an account of a person stays among those',
      accounts: { me: 1000 },
      pins: { you: 1000 },
      moves: { 1000: 1001 },
    },
    {
      summary: 'two names of one id go together',
      accounts: { a: 101, b: 101 },
      pins: { a: 105 },
      moves: { 101: 105 },
    },
    { summary: 'static ids', accounts: { root: 0, nobody: 65534 }, pins: { root: 0 }, moves: {} },
  ])('$summary', ({ accounts, pins, moves }) => {
    const changes = assignIds('group', named(accounts as never), named(pins as never))
    expect(Object.fromEntries(changes)).toEqual(moves)
  })

  it.each([
    {
      summary: 'a static account with another pin',
      accounts: { shadow: 42 },
      pins: { shadow: 105 },
      reason: 'group "shadow" has the static id 42 and is pinned to 105',
    },
    {
      summary: 'a pin on a static id',
      accounts: { shadow: 42 },
      pins: { ssh: 42 },
      reason: 'group "ssh" is pinned to 42, the static id of "shadow"',
    },
    {
      summary: 'pins that part two names of one id',
      accounts: { a: 101, b: 101 },
      pins: { a: 105, b: 106 },
      reason: 'groups "a" and "b" have one id and are pinned apart',
    },
    {
      summary: 'more accounts than ids',
      accounts: { late: 100 },
      pins: Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`n${i}`, 100 + i])),
      reason: 'no id from 100 to 999 is free',
    },
  ])('refuses $summary', ({ accounts, pins, reason }) => {
    const assign = () => assignIds('group', named(accounts as never), named(pins as never))
    expect(assign).toThrow(reason)
  })

  it('keeps every pin and gives no id twice', () => {
    const accounts = fc.uniqueArray(fc.record({ name: fc.string(), id: fc.nat(70000) }), {
      comparator: (a, b) => a.name === b.name || a.id === b.id,
    })
    const pins = fc.uniqueArray(fc.record({ name: fc.string(), id: fc.nat({ max: 200 }) }), {
      comparator: (a, b) => a.name === b.name || a.id === b.id,
    })
    fc.assert(
      fc.property(accounts, pins, (all, somePins) => {
        const dynamic = all.filter(({ id }) => isDynamic(id))
        const changes = assignIds('user', dynamic, somePins)
        const now = dynamic.map(({ name, id }) => ({ name, id: changes.get(id) ?? id }))
        expect(new Set(now.map(({ id }) => id)).size).toBe(now.length)
        const pinOf = new Map(somePins.map(({ name, id }) => [name, id]))
        for (const { name, id } of now) expect(id).toBe(pinOf.get(name) ?? id)
      }),
    )
  })
})

describe('pinIds', () => {
  const users = parsePasswd(
    'root:x:0:0:root:/root:/bin/sh\nsshd:x:101:65534::/run/sshd:/bin/false\nbus:x:102:103::/:/bin/false\n',
  )
  const groups = parseGroup('root:x:0:\n_ssh:x:102:\nbus:x:103:bus\n')
  const pinned = parseAccountIds('group bus 102\nuser bus 101:102 / /bin/false\n')

  it('renumbers users, their groups and groups, and adds what is new', () => {
    const { uids, gids, ids, ...accounts } = pinIds({ users, groups }, pinned)
    expect([...uids]).toEqual([
      [101, 100],
      [102, 101],
    ])
    expect([...gids]).toEqual([
      [102, 100],
      [103, 102],
    ])
    expect(accounts.users.map(({ name, uid, gid }) => `${name} ${uid}:${gid}`)).toEqual([
      'root 0:0',
      'sshd 100:65534',
      'bus 101:102',
    ])
    expect(accounts.groups.map(({ name, gid }) => `${name} ${gid}`)).toEqual([
      'root 0',
      '_ssh 100',
      'bus 102',
    ])
    expect(ids).toMatchObject({
      users: [
        { name: 'bus', uid: 101, gid: 102 },
        { name: 'sshd', uid: 100 },
      ],
      groups: [
        { name: 'bus', gid: 102 },
        { name: '_ssh', gid: 100 },
      ],
    })
  })

  it('changes nothing the second time', () => {
    const first = pinIds({ users, groups }, pinned)
    const second = pinIds(first, first.ids)
    expect([second.uids.size, second.gids.size]).toEqual([0, 0])
    expect(second.ids).toEqual(first.ids)
  })
})
