import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAccountIds, noAccountIds, parseAccountIds } from './account-ids.js'
import { formatGroup, parseGroup } from './group.js'
import { formatPasswd, parsePasswd } from './passwd.js'
import { formatSysusersGroup, formatSysusersMember, formatSysusersUser } from './sysusers.js'

const word = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,10}$/)
const field = fc.stringMatching(/^[^:\n]*$/)
const id = fc.nat(0xffff_fffe)
const path = fc.stringMatching(/^(\/[a-z]{1,5}){0,3}$/)

describe('passwd', () => {
  it('reads what it writes', () => {
    const shape = { name: word, password: field, uid: id, gid: id, gecos: field }
    const user = fc.record({ ...shape, home: field, shell: field })
    fc.assert(
      fc.property(fc.array(user), (users) => {
        expect(parsePasswd(formatPasswd(users))).toEqual(users)
      }),
    )
  })

  it.each([
    { summary: 'too few fields', text: 'a:x:1:1\n', reason: 'line 1: "a:x:1:1" is no user' },
    { summary: 'no name', text: ':x:1:1:::\n', reason: 'line 1: ":x:1:1:::" is no user' },
    { summary: 'no number', text: 'r:x:0:0:::\na:x:b:1:::', reason: 'line 2: "b" is no id' },
    { summary: 'too large', text: 'a:x:4294967295:1:::', reason: '"4294967295" is no id' },
  ])('refuses $summary', ({ text, reason }) => {
    expect(() => parsePasswd(text)).toThrow(reason)
  })
})

describe('group', () => {
  it('reads what it writes', () => {
    const group = fc.record({ name: word, password: field, gid: id, members: fc.array(word) })
    fc.assert(
      fc.property(fc.array(group), (groups) => {
        expect(parseGroup(formatGroup(groups))).toEqual(groups)
      }),
    )
  })

  it('refuses a line of another form', () => {
    expect(() => parseGroup('a:x:1:\nb\n')).toThrow('cannot read "/etc/group", line 2: "b" is no')
  })
})

describe('image.ids', () => {
  it('reads what it writes, sorted', () => {
    const user = fc.record({ name: word, uid: id, gid: id, home: path, shell: path })
    const group = fc.record({ name: word, gid: id })
    const userLists = fc.uniqueArray(user, {
      comparator: (a, b) => a.uid === b.uid || a.name === b.name,
    })
    const groupLists = fc.uniqueArray(group, {
      comparator: (a, b) => a.gid === b.gid || a.name === b.name,
    })
    fc.assert(
      fc.property(userLists, groupLists, (users, groups) => {
        const text = formatAccountIds({ users, groups })
        const read = parseAccountIds(text)
        expect(new Set(read.users)).toEqual(new Set(users))
        expect(new Set(read.groups)).toEqual(new Set(groups))
        expect(formatAccountIds(read)).toBe(text)
      }),
    )
  })

  it('is a file that people can read', () => {
    const users = [{ name: 'sshd', uid: 105, gid: 65534, home: '/run/sshd', shell: '/bin/false' }]
    expect(formatAccountIds({ users, groups: [{ name: '_ssh', gid: 106 }] })).toBe(
      `${formatAccountIds(noAccountIds)}group _ssh 106\nuser sshd 105:65534 /run/sshd /bin/false\n`,
    )
  })

  it.each([
    { summary: 'another kind', text: 'u a 1\n', message: 'line 1: "u a 1" is neither a user nor' },
    { summary: 'a user without group', text: 'user a 1 / /\n', message: '"" is no id' },
    { summary: 'a name twice', text: 'group a 1\ngroup a 2\n', message: 'group "a" and group "a"' },
    { summary: 'an id twice', text: 'group a 1\ngroup b 1\n', message: 'group "b" and group "a"' },
  ])('refuses $summary', ({ text, message }) => {
    expect(() => parseAccountIds(text)).toThrow(message)
  })
})

describe('sysusers.d', () => {
  it.each([
    {
      summary: 'a user',
      gecos: 'Secure "Shell" 100%',
      line: 'u sshd 105:65534 "Secure \\"Shell\\" 100%%" /run/sshd /usr/sbin/nologin',
    },
    { summary: 'no gecos', gecos: '', line: 'u sshd 105:65534 - /run/sshd /usr/sbin/nologin' },
  ])('$summary', ({ gecos, line }) => {
    const user = { name: 'sshd', uid: 105, gid: 65534, home: '/run/sshd' }
    expect(formatSysusersUser({ ...user, gecos, shell: '/usr/sbin/nologin' })).toBe(line)
  })

  it('groups and members', () => {
    expect(formatSysusersGroup({ name: 'kvm', gid: 103 })).toBe('g kvm 103')
    expect(formatSysusersMember({ user: 'qemu', group: 'kvm' })).toBe('m qemu kvm')
  })
})
