import { matchesRelease } from '../pins/match-index.js'
import { isNegative } from '../universe/dependency.js'
import type { PackageVersion } from '../universe/package-version.js'
import { reaches, targetsOf } from '../universe/targets.js'
import type { Universe } from '../universe/universe.js'

/**
 * Makes a version of `name/suite` the candidate, and, where no candidate satisfies one of its
 * relations, versions of that suite which do, and so on (apt 2.6, pkgDepCache::SetCandidateRelease).
 */
export function followSuite(universe: Universe, version: PackageVersion, suite: string): void {
  universe.setCandidate(version)
  for (const dependency of version.dependencies) {
    if (isNegative(dependency) || dependency.field === 'Suggests') continue
    const { alternatives } = dependency
    if (alternatives.some((alternative) => targetsOf(universe, version, alternative).length > 0)) {
      continue
    }
    const instead = alternatives
      .flatMap((alternative) =>
        universe
          .named(alternative.name)
          .flatMap(({ versions }) => versions)
          .filter((other) => reaches(universe, version, other, alternative)),
      )
      .find(({ indexes }) => indexes.some((index) => matchesRelease(index, suite)))
    if (instead !== undefined) followSuite(universe, instead, suite)
  }
}
