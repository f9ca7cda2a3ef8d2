import type { DirMeta } from '@apt2ostree/ostree-repo'

/** Old id to new id, only for those that change. */
export interface IdChanges {
  readonly uids: ReadonlyMap<number, number>
  readonly gids: ReadonlyMap<number, number>
}

/** Where Linux keeps access control lists: what counts, and what new files in a directory get. */
const ACL_XATTR = /^system\.posix_acl_(access|default)$/

/** The layout of such an attribute: a version, then tag, permissions and id; posix_acl_xattr.h. */
const HEADER_BYTES = 4
const ENTRY_BYTES = 8
const ID_AT = 4
const ACL_USER = 0x02
const ACL_GROUP = 0x08

/**
 * The extended attributes with the ids of access control lists changed, acl(5); undefined where
 * none changes. Anything else stays as it is.
 */
export function renumberAcls(
  xattrs: DirMeta['xattrs'],
  changes: IdChanges,
): DirMeta['xattrs'] | undefined {
  const next = xattrs.map(([name, value]): [Buffer, Buffer] => {
    const isAcl = ACL_XATTR.test(name.toString('latin1').replace(/\0$/, ''))
    return [name, isAcl ? renumberAcl(value, changes) : value]
  })
  const isSame = next.every(([, value], index) => xattrs[index]?.[1].equals(value))
  return isSame ? undefined : next
}

function renumberAcl(value: Buffer, { uids, gids }: IdChanges): Buffer {
  const next = Buffer.from(value)
  for (let at = HEADER_BYTES; at + ENTRY_BYTES <= next.length; at += ENTRY_BYTES) {
    const tag = next.readUInt16LE(at)
    const id = next.readUInt32LE(at + ID_AT)
    const changed = tag === ACL_USER ? uids.get(id) : tag === ACL_GROUP ? gids.get(id) : undefined
    if (changed !== undefined) next.writeUInt32LE(changed, at + ID_AT)
  }
  return next
}
