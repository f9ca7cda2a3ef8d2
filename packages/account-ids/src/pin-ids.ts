import type { AccountIds, PinnedGroup, PinnedUser } from './account-ids.js'
import { assignIds, isDynamic } from './assign-ids.js'
import type { GroupEntry } from './group.js'
import type { PasswdEntry } from './passwd.js'

/** The accounts of a tree. */
export interface Accounts {
  readonly users: readonly PasswdEntry[]
  readonly groups: readonly GroupEntry[]
}

/** The accounts of a tree with the ids they keep, and what has to change for it. */
export interface PinnedAccounts extends Accounts {
  /** Old id to new id, only for those that change. */
  readonly uids: ReadonlyMap<number, number>
  readonly gids: ReadonlyMap<number, number>
  /** The ids to keep from now on: the pinned ones and those of new accounts. */
  readonly ids: AccountIds
}

/**
 * Gives accounts the ids that are pinned for their names. A new account keeps the id that it has,
 * unless that is pinned for another name: then it gets a free one. Ids that Debian assigns for good
 * (policy 9.2.2: below 100, and from 60000 on) are never touched. Throws ERR_ACCOUNT_CONFLICT.
 */
export function pinIds({ users, groups }: Accounts, pinned: AccountIds): PinnedAccounts {
  const gids = assignIds(
    'group',
    groups.map(({ name, gid }) => ({ name, id: gid })),
    pinned.groups.map(({ name, gid }) => ({ name, id: gid })),
  )
  const uids = assignIds(
    'user',
    users.map(({ name, uid }) => ({ name, id: uid })),
    pinned.users.map(({ name, uid }) => ({ name, id: uid })),
  )
  const newUsers = users.map((user) => ({
    ...user,
    uid: uids.get(user.uid) ?? user.uid,
    gid: gids.get(user.gid) ?? user.gid,
  }))
  const newGroups = groups.map((group) => ({ ...group, gid: gids.get(group.gid) ?? group.gid }))
  const ids = {
    users: extend<PinnedUser>(
      pinned.users,
      newUsers.filter(({ uid }) => isDynamic(uid)),
    ),
    groups: extend<PinnedGroup>(
      pinned.groups,
      newGroups.filter(({ gid }) => isDynamic(gid)),
    ),
  }
  return { users: newUsers, groups: newGroups, uids, gids, ids }
}

function extend<T extends { readonly name: string }>(pinned: readonly T[], now: readonly T[]): T[] {
  const known = new Set(pinned.map(({ name }) => name))
  return [...pinned, ...now.filter(({ name }) => !known.has(name))]
}
