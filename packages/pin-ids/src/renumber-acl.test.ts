import { describe, expect, it } from 'vitest'
import { renumberAcls } from './renumber-acl.js'

const changes = {
  uids: new Map([[100, 105]]),
  gids: new Map([[101, 106]]),
}

/** An attribute with these entries: tag, permissions, id. */
function acl(entries: readonly (readonly [number, number, number])[]): Buffer {
  const bytes = Buffer.alloc(4 + 8 * entries.length)
  bytes.writeUInt32LE(2)
  for (const [index, [tag, permissions, id]] of entries.entries()) {
    bytes.writeUInt16LE(tag, 4 + 8 * index)
    bytes.writeUInt16LE(permissions, 6 + 8 * index)
    bytes.writeUInt32LE(id, 8 + 8 * index)
  }
  return bytes
}

const owner = [0x01, 7, 0xffff_ffff] as const

describe('renumberAcls', () => {
  it.each([
    {
      summary: 'users by uid and groups by gid',
      name: 'system.posix_acl_access',
      before: acl([owner, [0x02, 7, 100], [0x02, 7, 101], [0x08, 5, 101], [0x08, 5, 100]]),
      after: acl([owner, [0x02, 7, 105], [0x02, 7, 101], [0x08, 5, 106], [0x08, 5, 100]]),
    },
    {
      summary: 'what new files get',
      name: 'system.posix_acl_default',
      before: acl([owner, [0x08, 5, 101]]),
      after: acl([owner, [0x08, 5, 106]]),
    },
    {
      summary: 'nothing that is no such list',
      name: 'user.posix_acl_access',
      before: acl([[0x02, 7, 100]]),
      after: undefined,
    },
    {
      summary: 'nothing where no id changes',
      name: 'system.posix_acl_access',
      before: acl([owner, [0x02, 7, 4]]),
      after: undefined,
    },
  ])('changes $summary', ({ name, before, after }) => {
    const other = [Buffer.from('user.a'), Buffer.from('b')] as const
    const next = renumberAcls([[Buffer.from(name), before], [...other]], changes)
    expect(next).toEqual(after && [[Buffer.from(name), after], [...other]])
  })
})
