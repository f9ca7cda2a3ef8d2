import type { ArchiveIndex } from '@apt2ostree/apt-index/index-stream'
import { compareVersions } from '@apt2ostree/deb822'
import type { Package } from './universe/package.js'
import type { PackageVersion } from './universe/package-version.js'
import type { Universe } from './universe/universe.js'

/** Returns the newest version above `locked` that a suite of security updates has, if it may be chosen. */
export function securityUpdate(
  universe: Universe,
  { versions }: Package,
  locked: string,
): PackageVersion | undefined {
  return versions.find(
    (version) =>
      compareVersions(version.version, locked) > 0 &&
      universe.priority(version) > 0 &&
      version.indexes.some(isSecurity),
  )
}

/** Returns whether an index is one of security updates: Debian's and Ubuntu's say so in their names. */
export function isSecurity({ codename, suite, label = '' }: ArchiveIndex): boolean {
  return [codename, suite, label].some((name) => /security/i.test(name))
}
