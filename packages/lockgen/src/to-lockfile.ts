import {
  compareLockedPackages,
  type LockedPackage,
  type Lockfile,
  packageFromStanza,
} from '@apt2ostree/lockfile'
import { lockReleases } from './lock-releases.js'
import type { Choice } from './requests/goal.js'
import { refuseClash } from './universe/package-version.js'
import type { Universe } from './universe/universe.js'

/**
 * Returns the lock that records a choice.
 * Throws `LockgenError` when two archives disagree on a chosen version.
 */
export function toLockfile(
  choices: readonly Choice[],
  universe: Universe,
  header: Pick<Lockfile, 'requests' | 'options'>,
): Lockfile {
  const releases = lockReleases(choices.flatMap(({ version }) => version.indexes.slice(0, 1)))
  const packages = choices.map(({ version, isAutomatic }): LockedPackage => {
    refuseClash(version, universe.architecture)
    const [index] = version.indexes
    const release = index && releases.get(index)?.id
    return packageFromStanza(version.stanza, { release, automatic: isAutomatic })
  })
  const unique = new Map([...releases.values()].map((release) => [release.id, release]))
  return {
    version: 1,
    architecture: universe.architecture,
    foreignArchitectures: universe.architectures.slice(1),
    ...header,
    releases: [...unique.values()],
    packages: packages.sort(compareLockedPackages),
  }
}
