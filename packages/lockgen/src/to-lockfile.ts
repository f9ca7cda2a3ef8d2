import {
  compareLockedPackages,
  type LockedPackage,
  type Lockfile,
  packageFromStanza,
} from '@apt2ostree/lockfile'
import { LockgenError } from './errors.js'
import { lockReleases } from './lock-releases.js'
import { describeIndex } from './offers/describe-index.js'
import type { Choice } from './requests/goal.js'
import type { PackageVersion } from './universe/package-version.js'
import type { Universe } from './universe/universe.js'

/**
 * Returns the lock that records a choice.
 * Throws `LockgenError` when two archives disagree on a chosen version, or one does not say its digest.
 */
export function toLockfile(
  choices: readonly Choice[],
  universe: Universe,
  header: Pick<Lockfile, 'requests' | 'options'>,
): Lockfile {
  const releases = lockReleases(choices.flatMap(({ version }) => universe.indexOf(version) ?? []))
  const packages = choices.map(({ version, isAutomatic }): LockedPackage => {
    refuseClash(version, universe)
    const index = universe.indexOf(version)
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

/** Where one index lists a version twice, the first counts, as for apt. */
function refuseClash(version: PackageVersion, universe: Universe): void {
  const name = version.describe(universe.architecture)
  const index = universe.indexOf(version)
  const place = describeIndex(index)
  if (version.stanza.get('SHA256') === undefined) {
    throw new LockgenError(
      'ERR_LOCKGEN_INDEX',
      `cannot lock ${name}: ${place} does not say its SHA256`,
      { hint: 'other digests are not enough: what is unpacked is stored and found by its SHA256' },
    )
  }
  for (const rival of universe.rivals(version)) {
    const other = universe.indexOf(rival)
    if (index === undefined || other !== index) {
      throw new LockgenError(
        'ERR_LOCKGEN_INDEX',
        `cannot lock ${name}: ${place} and ${describeIndex(other)} offer it with different hashes`,
        { hint: 'a pin of one of the two, or NAME/SUITE, says which is meant' },
      )
    }
    universe.warn(`${place} lists ${name} twice with different hashes; the first counts`)
  }
}
