import {
  formatSysusersGroup,
  formatSysusersMember,
  formatSysusersUser,
  parseGroup,
  parsePasswd,
} from '@apt2ostree/account-ids'
import type { ImageTree } from '@apt2ostree/ostree-tree'
import { readLines } from '../account-names.js'

/** Sorts before the files of packages, whose lines for the same accounts have no ids. */
const FILE = '/usr/lib/sysusers.d/00-image-accounts.conf'

/**
 * Says all accounts of the tree a second time as sysusers.d(5). OSTree merges /etc file by file:
 * where an administrator changed /etc/passwd, the accounts that a later image adds would be missing.
 */
export function declareAccounts(tree: ImageTree): void {
  const users = readLines(tree, '/etc/passwd', parsePasswd).filter(({ name }) => name !== 'root')
  const groups = readLines(tree, '/etc/group', parseGroup)
  const members = groups.flatMap(({ name, members }) =>
    members.map((user) => ({ user, group: name })),
  )
  const lines = [
    ...groups.map(formatSysusersGroup).sort(),
    ...users.map(formatSysusersUser).sort(),
    ...members.map(formatSysusersMember).sort(),
  ]
  if (lines.length > 0) tree.addFile(FILE, lines.map((line) => `${line}\n`).join(''))
}
