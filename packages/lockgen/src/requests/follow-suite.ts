import { matchesRelease } from '../pins/match-index.js'
import { type Dependency, isNegative } from '../universe/dependency.js'
import type { PackageVersion } from '../universe/package-version.js'
import { reaches, targetsOf } from '../universe/targets.js'
import type { Universe } from '../universe/universe.js'

/**
 * Makes a version of `name/suite` the candidate, and, where no candidate satisfies one of its
 * relations, versions of that suite which do, and so on (apt 2.6, pkgDepCache::SetCandidateRelease).
 */
export function followSuite(universe: Universe, version: PackageVersion, suite: string): void {
  const followed = new Set<PackageVersion>()
  const open: Iterator<PackageVersion>[] = [[version].values()]
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const { value, done } = top.next()
    if (done) open.pop()
    else {
      universe.settle(value)
      if (!followed.has(value)) open.push(leadsTo(universe, value, suite))
      followed.add(value)
    }
  }
}

function* leadsTo(
  universe: Universe,
  version: PackageVersion,
  suite: string,
): Generator<PackageVersion, undefined> {
  for (const dependency of version.dependencies) {
    const instead = fromSuite(universe, version, dependency, suite)
    if (instead !== undefined) yield instead
  }
}

/** The version of a suite that satisfies a relation which no candidate does. */
function fromSuite(
  universe: Universe,
  version: PackageVersion,
  dependency: Dependency,
  suite: string,
): PackageVersion | undefined {
  if (isNegative(dependency) || dependency.field === 'Suggests') return undefined
  const { alternatives } = dependency
  if (alternatives.some((alternative) => targetsOf(universe, version, alternative).length > 0)) {
    return undefined
  }
  return alternatives
    .flatMap((alternative) =>
      universe
        .named(alternative.name)
        .flatMap(({ versions }) => versions)
        .filter((other) => reaches(universe, version, other, alternative)),
    )
    .find(({ indexes }) => indexes.some((index) => matchesRelease(index, suite)))
}
