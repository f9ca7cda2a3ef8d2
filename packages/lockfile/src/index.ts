export { digestLockfile } from './digest-lockfile.js'
export { LockfileError, type LockfileErrorCode } from './errors.js'
export { formatLockfile } from './format-lockfile.js'
export { type ListedPackage, listPackages } from './listed-package.js'
export { indexFieldsOf, packageFromStanza } from './locked-package.js'
export {
  compareLockedPackages,
  type LockedPackage,
  type LockedRelease,
  type Lockfile,
  type LockOptions,
} from './lockfile.js'
export { lostLock } from './lost-lock.js'
export { newestReleaseDate } from './newest-release-date.js'
export type { UnpackSet } from './order/dependency-graph.js'
export { unpackOrder } from './order/unpack-order.js'
export { parseLockfile } from './parse-lockfile.js'
