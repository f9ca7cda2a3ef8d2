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
    const place = placeOf(tree, path)
    return tree.kindOf(place) === 'file' ? tree.read(place).toString('latin1') : ''
  }
  return { users: parsePasswd(read(PASSWD)), groups: parseGroup(read(GROUP)) }
}

/** Puts the accounts into the files of the tree that they were read from. */
export function writeAccounts(tree: ImageTree, { users, groups }: Accounts): void {
  tree.addFile(placeOf(tree, PASSWD), formatPasswd(users))
  tree.addFile(placeOf(tree, GROUP), formatGroup(groups))
}

/** Where a file of /etc is: a deployable tree has /usr/etc in its place. */
function placeOf(tree: ImageTree, path: string): string {
  const isDeployable = tree.kindOf(path) !== 'file' && tree.kindOf(`/usr${path}`) === 'file'
  return isDeployable ? `/usr${path}` : path
}
