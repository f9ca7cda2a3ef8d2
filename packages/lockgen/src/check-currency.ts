import { compareVersions } from '@apt2ostree/deb822'
import type { LockedPackage, Lockfile } from '@apt2ostree/lockfile'
import { openUniverse } from './lock-input.js'
import { describeIndex } from './offers/describe-index.js'
import type { OfferIndex } from './offers/offer-index.js'
import type { Offer } from './offers/read-offers.js'
import { requirePins } from './pins/digest-pins.js'
import type { Pin } from './pins/preferences.js'
import { selectGoal } from './requests/select-goal.js'
import { resolve } from './resolve.js'
import { securityUpdate } from './security-update.js'
import type { Package } from './universe/package.js'
import type { PackageVersion } from './universe/package-version.js'
import type { Universe } from './universe/universe.js'

/** A locked package that the archives have moved on from. */
export interface Outdated {
  /**
   * - `security`: a suite of security updates has a newer version;
   * - `outdated`: a newer one would be locked today;
   * - `ahead`: an older one would;
   * - `replaced`: the archives have other contents under the same version;
   * - `gone`: the archives have no version of it.
   */
  readonly kind: 'security' | 'outdated' | 'ahead' | 'replaced' | 'gone'
  readonly name: string
  readonly architecture: string
  readonly locked: string
  /** The version that would be locked today, of `security` the one that mends; absent if `gone`. */
  readonly available?: string
  /** The suite that has it, where the packages say which they are from. */
  readonly release?: string
}

/**
 * Returns the packages of a lock for which the same requests, options and pins would give another
 * .deb by now, in the order of the lock. A lock that does not know its requests is compared with what
 * the pins prefer. Throws `LockgenError` where the pins are not those that the lock was made with, and
 * where its requests can no longer be satisfied.
 */
export function checkCurrency(
  lock: Lockfile,
  offers: Iterable<Offer> | OfferIndex,
  pins: readonly Pin[] = [],
): Outdated[] {
  requirePins(lock, pins)
  const { architecture, foreignArchitectures, requests, options } = lock
  const universe = openUniverse({ offers, architecture, foreignArchitectures, requests, pins })
  const chosen = new Map<Package, PackageVersion>()
  if (requests.length > 0) {
    for (const { version } of resolve(universe, selectGoal(universe, requests, options))) {
      chosen.set(universe.packageOf(version), version)
    }
  }
  return lock.packages.flatMap((locked) => compare(universe, locked, chosen) ?? [])
}

function compare(
  universe: Universe,
  locked: LockedPackage,
  chosen: ReadonlyMap<Package, PackageVersion>,
): Outdated | undefined {
  const { name, version } = locked
  const isAll = locked.architecture === 'all'
  const found = universe.find(name, isAll ? universe.architecture : locked.architecture)
  const today = found && (chosen.get(found) ?? universe.candidate(found))
  const facts = { name, architecture: locked.architecture, locked: version }
  if (found === undefined || today === undefined) return { kind: 'gone', ...facts }
  const report = (kind: Outdated['kind'], available: PackageVersion): Outdated => {
    const index = universe.indexOf(available)
    const release = index && { release: describeIndex(index) }
    return { kind, ...facts, available: available.version, ...release }
  }
  const fix = securityUpdate(universe, found, version)
  if (fix !== undefined) return report('security', fix)
  const order = compareVersions(today.version, version)
  if (order !== 0) return report(order > 0 ? 'outdated' : 'ahead', today)
  const digest = today.stanza.get('SHA256')
  return digest === undefined || digest === locked.sha256 ? undefined : report('replaced', today)
}
