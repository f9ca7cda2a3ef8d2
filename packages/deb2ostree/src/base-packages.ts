import { dependenciesAmong, withDependencies } from '@apt2ostree/deb822'
import type { LockedPackage, Lockfile } from '@apt2ostree/lockfile'

/**
 * Returns the packages that every system has and that all others may rely on unasked (Debian policy 3.8): the
 * Essential and required ones of a lock's own architecture, with all that they need, in lock order. They are unpacked
 * and configured before any other, as by every bootstrapper. None where the lock has no Essential package.
 */
export function basePackages({ packages, architecture }: Lockfile): LockedPackage[] {
  const native = packages.filter((pkg) => [architecture, 'all'].includes(pkg.architecture))
  if (!native.some(isEssential)) return []
  const needed = withDependencies(native.filter(isBasic), dependenciesAmong(packages))
  return packages.filter((pkg) => needed.has(pkg))
}

function isEssential({ stanza }: LockedPackage): boolean {
  return stanza.get('Essential') === 'yes'
}

function isBasic(pkg: LockedPackage): boolean {
  return isEssential(pkg) || pkg.stanza.get('Priority') === 'required'
}
