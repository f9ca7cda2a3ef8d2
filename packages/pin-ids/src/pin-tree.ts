import { type AccountIds, pinIds } from '@apt2ostree/account-ids'
import type { Repo, TreeRef } from '@apt2ostree/ostree-repo'
import { ImageTree, writeTree } from '@apt2ostree/ostree-tree'
import { type IdChanges, renumberAcls } from './renumber-acl.js'
import { readAccounts, writeAccounts } from './tree-accounts.js'

/** A tree whose accounts have the ids they keep. */
export interface PinnedTree {
  readonly root: TreeRef
  /** The ids that were pinned, and those of accounts that are new. */
  readonly ids: AccountIds
}

/**
 * Returns the tree with the ids that are pinned for its accounts, in /etc/passwd, /etc/group, on
 * every file and in access control lists, however the accounts were made: by adduser, useradd or
 * systemd-sysusers. A tree that has those ids already comes back as it is. Throws
 * ERR_ACCOUNT_CONFLICT and ERR_ACCOUNT_FORMAT.
 */
export async function pinTree(repo: Repo, root: TreeRef, pinned: AccountIds): Promise<PinnedTree> {
  const tree = new ImageTree(repo, root)
  const { users, groups, uids, gids, ids } = pinIds(readAccounts(tree), pinned)
  if (uids.size === 0 && gids.size === 0) return { root, ids }
  for (const path of tree.walk('/')) renumber(tree, path, { uids, gids })
  writeAccounts(tree, { users, groups })
  return { root: await repo.transaction((transaction) => writeTree(tree, transaction)), ids }
}

function renumber(tree: ImageTree, path: string, changes: IdChanges): void {
  const isDirectory = tree.kindOf(path) === 'directory'
  const { uid, gid, xattrs } = isDirectory ? tree.dirMeta(path) : tree.header(path)
  const owner = changes.uids.get(uid) ?? uid
  const group = changes.gids.get(gid) ?? gid
  if (owner !== uid || group !== gid) tree.chown(path, owner, group)
  const renumbered = renumberAcls(xattrs, changes)
  if (renumbered !== undefined) tree.setXattrs(path, renumbered)
}
