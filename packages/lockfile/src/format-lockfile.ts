import { formatStanza } from '@apt2ostree/deb822'
import { headerToFields } from './header.js'
import { packageToFields } from './locked-package.js'
import { compareLockedPackages, type Lockfile } from './lockfile.js'

/**
 * Returns the lockfile as text (a byte string): a header stanza, then one stanza for each package.
 * The same lock gives the same bytes whatever the order of its packages and releases.
 */
export function formatLockfile(lock: Lockfile): string {
  const releases = lock.releases.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const packages = lock.packages.toSorted(compareLockedPackages)
  return [
    formatStanza(headerToFields({ ...lock, releases })),
    ...packages.map((locked) => formatStanza(packageToFields(locked))),
  ].join('\n')
}
