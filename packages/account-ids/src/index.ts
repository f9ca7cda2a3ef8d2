export {
  type AccountIds,
  formatAccountIds,
  noAccountIds,
  type PinnedGroup,
  type PinnedUser,
  parseAccountIds,
} from './account-ids.js'
export { AccountIdsError, type AccountIdsErrorCode } from './errors.js'
export { formatGroup, type GroupEntry, parseGroup } from './group.js'
export { formatPasswd, type PasswdEntry, parsePasswd } from './passwd.js'
export { type Accounts, type PinnedAccounts, pinIds } from './pin-ids.js'
export { staticGroupId, staticUserId } from './static-ids.js'
export {
  formatSysusersGroup,
  formatSysusersMember,
  formatSysusersUser,
  type SysusersGroup,
  type SysusersMember,
  type SysusersUser,
} from './sysusers.js'
