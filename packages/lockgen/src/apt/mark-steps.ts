import type { PackageVersion } from '../universe/package-version.js'
import type { Conflict, Requirement } from '../universe/relations-of.js'
import type { Mark, Marks } from './marks.js'

/*
 * The steps of pkgDepCache::MarkInstall (apt 2.6 depcache.cc) that do not lead to another package.
 * Each bears apt's own name for it.
 */

/** IsInstallOkDependenciesSatisfiableByCandidates: gives the candidate up where one never is. */
export function isInstallable(marks: Marks, mark: Mark, version: PackageVersion): boolean {
  const { requirements } = marks.relations.of(version)
  const isPossible = ({ alternatives }: Requirement) =>
    alternatives.some((versions) =>
      versions.some((target) => marks.ofVersion(target).candidate === target),
    )
  if (requirements.every((need) => !need.isCritical || isPossible(need))) return true
  if (!mark.isProtected) {
    mark.candidate = undefined
    mark.installed = undefined
  }
  return false
}

/** MarkInstall_CollectDependencies */
export function collectDependencies(
  marks: Marks,
  mark: Mark,
  version: PackageVersion,
  withDependencies: boolean,
): { toInstall: Requirement[]; toRemove: Conflict[] } {
  if (!withDependencies) return { toInstall: [], toRemove: [] }
  const { requirements, conflicts } = marks.relations.of(version)
  return {
    toInstall: requirements.filter(
      (need) => marks.isFollowed(need) && (mark.isProtected || !marks.isSatisfied(need)),
    ),
    toRemove: conflicts.filter((conflict) => mark.isProtected || marks.isViolated(conflict)),
  }
}

/** MarkInstall_RemoveConflictsIfNotUpgradeable */
export function removeConflicts(
  marks: Marks,
  toRemove: readonly Conflict[],
  isProtected: boolean,
  isRequest: boolean,
): boolean {
  let isDone = true
  for (const version of toRemove.flatMap(({ versions }) => versions)) {
    const other = marks.ofVersion(version)
    if (other.candidate !== version) continue
    if (other.installed !== undefined && other.isProtected) {
      isDone = false
      if (!isProtected && !isRequest) return false
      continue
    }
    other.installed = undefined
    if (isProtected) {
      other.candidate = undefined
      other.isProtected = true
    }
  }
  return isDone
}

/** getAllPossibleSolutions, in the order apt tries them: protected ones first in each alternative. */
export function possibleSolutions(marks: Marks, { alternatives }: Requirement): PackageVersion[] {
  const solutions = alternatives.flatMap((versions) => {
    const possible = versions.filter((version) => marks.ofVersion(version).candidate === version)
    const isProtected = (version: PackageVersion) => marks.ofVersion(version).isProtected
    return [...possible.filter(isProtected), ...possible.filter((version) => !isProtected(version))]
  })
  return [...new Set(solutions)].filter((version) => {
    const { isProtected, installed } = marks.ofVersion(version)
    return !isProtected || installed !== undefined
  })
}
