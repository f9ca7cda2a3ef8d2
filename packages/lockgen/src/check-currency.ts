import type { ArchiveIndex } from '@apt2ostree/apt-index/index-stream'
import type { LockedPackage, Lockfile } from '@apt2ostree/lockfile'
import type { Offer } from './offers/read-offers.js'
import { createPriorities } from './pins/pin-priority.js'
import type { Priorities } from './universe/package-version.js'
import { Universe } from './universe/universe.js'

/** A locked package that the archives have moved on from. */
export interface Outdated {
  readonly name: string
  readonly locked: string
  /** The version apt would take today; undefined when the archives no longer have the package. */
  readonly available?: string
  /** Codename of the suite that has it. */
  readonly release?: string
  /** Whether that suite is one of security updates. */
  readonly isSecurity: boolean
}

/** Returns the packages of a lock for which the archives have another version by now. */
export function checkCurrency(
  lock: Lockfile,
  offers: Iterable<Offer>,
  priorities: Priorities = createPriorities([], lock.architecture),
): Outdated[] {
  const { architecture, foreignArchitectures } = lock
  const universe = new Universe(offers, { architecture, foreignArchitectures, priorities })
  return lock.packages.flatMap((locked): Outdated[] => {
    const { name, version } = locked
    const found = universe.find(name, archOf(locked, architecture))
    const candidate = found && universe.candidate(found)
    if (candidate === undefined) return [{ name, locked: version, isSecurity: false }]
    if (candidate.version === version) return []
    const [index] = candidate.indexes
    return [
      {
        name,
        locked: version,
        available: candidate.version,
        ...(index && { release: index.codename }),
        isSecurity: candidate.indexes.some(isSecurity),
      },
    ]
  })
}

function archOf({ architecture }: LockedPackage, native: string): string {
  return architecture === 'all' ? native : architecture
}

/** Debian's and Ubuntu's suites of security updates say so in their names. */
function isSecurity({ codename, suite, label }: ArchiveIndex): boolean {
  return [codename, suite, label].some((name) => /security/i.test(name))
}
