import { formatStanza } from '@apt2ostree/deb822'
import { indexFieldsOf, type Lockfile } from '@apt2ostree/lockfile'

/** Returns a lock as the text of a plain Packages index, for apt and its relatives. */
export function formatPackages(lock: Lockfile): string {
  return lock.packages.map((locked) => formatStanza(indexFieldsOf(locked))).join('\n')
}
