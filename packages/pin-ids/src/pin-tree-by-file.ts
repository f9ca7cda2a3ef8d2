import { formatAccountIds, pinIds } from '@apt2ostree/account-ids'
import type { Repo, TreeRef } from '@apt2ostree/ostree-repo'
import { ImageTree } from '@apt2ostree/ostree-tree'
import { extendIdsFile, readIdsFile } from './ids-file.js'
import { pinTree } from './pin-tree.js'
import { readAccounts } from './tree-accounts.js'

/**
 * Returns the tree with the ids that the file keeps for its accounts, and adds those of new
 * accounts to the file; other images may be doing the same. Throws what pinTree does.
 */
export async function pinTreeByFile(repo: Repo, root: TreeRef, path: string): Promise<TreeRef> {
  for (;;) {
    const pinned = await readIdsFile(path)
    const result = await pinTree(repo, root, pinned)
    if (await extendIdsFile(path, pinned, result.ids)) return result.root
  }
}

/** Whether a tree has the ids that the file keeps, and the file those of all its accounts. */
export async function keepsIds(repo: Repo, root: TreeRef, path: string): Promise<boolean> {
  const pinned = await readIdsFile(path)
  const { uids, gids, ids } = pinIds(readAccounts(new ImageTree(repo, root)), pinned)
  return uids.size + gids.size === 0 && formatAccountIds(ids) === formatAccountIds(pinned)
}
