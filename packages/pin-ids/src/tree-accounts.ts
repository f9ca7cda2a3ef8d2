import {
  type Accounts,
  formatGroup,
  formatPasswd,
  parseGroup,
  parsePasswd,
} from '@apt2ostree/account-ids'
import type { ImageTree } from '@apt2ostree/ostree-tree'

const PASSWD = '/etc/passwd'
const GROUP = '/etc/group'

/** The users and groups of a tree, deployable or not; none where it has no such files. */
export function readAccounts(tree: ImageTree): Accounts {
  const read = (path: string) => {
    const place = [path, `/usr${path}`].find((each) => tree.kindOf(each) === 'file')
    return place === undefined ? '' : tree.read(place).toString('latin1')
  }
  return { users: parsePasswd(read(PASSWD)), groups: parseGroup(read(GROUP)) }
}

/** Puts the accounts into the tree. */
export function writeAccounts(tree: ImageTree, { users, groups }: Accounts): void {
  tree.addFile(PASSWD, formatPasswd(users))
  tree.addFile(GROUP, formatGroup(groups))
}
