import type { Mark, Marks } from './marks.js'
import type { PackageVersion } from './package-version.js'
import type { Conflict, Requirement } from './relations-of.js'

/** apt stops at 3,000; a chain of relations this long has not been seen. */
const maxDepth = 1000

/**
 * Marks a package and what it needs for installation in the way of apt's classic solver, where
 * nothing is installed yet (apt 2.6 depcache.cc, pkgDepCache::MarkInstall; the names of the steps
 * are apt's). Returns whether that worked; it may leave marks behind even if not, as apt does.
 */
export function markInstall(
  marks: Marks,
  mark: Mark,
  { withDependencies, isRequest = false, depth = 0 }: MarkOptions,
): boolean {
  if (!mayInstall(mark, isRequest, depth)) return false
  const version = mark.candidate
  if (version === undefined) return false
  if (!mark.isProtected && mark.installed !== undefined && !marks.isBrokenByPolicy(mark))
    return true
  if (withDependencies && !isInstallable(marks, mark, version)) return false
  if (isRequest) changeState(mark, version, isRequest)
  const failsEarly = !mark.isProtected && !isRequest
  const { toInstall, toRemove } = collectDependencies(marks, mark, version, withDependencies)
  if (!removeConflicts(marks, toRemove, mark.isProtected, isRequest) && failsEarly) return false
  if (!isRequest) changeState(mark, version, isRequest)
  if (!withDependencies) return true
  if (installDependencies(marks, mark, toInstall, { isRequest, depth })) return true
  if (failsEarly) {
    mark.installed = undefined
    mark.candidate = undefined
  }
  return false
}

export interface MarkOptions {
  /** Also mark what its relations ask for. */
  readonly withDependencies: boolean
  /** Asked for by name: overrides earlier decisions and is not automatic. */
  readonly isRequest?: boolean
  readonly depth?: number
}

/** IsModeChangeOk */
function mayInstall(mark: Mark, isRequest: boolean, depth: number): boolean {
  if (depth > maxDepth) return false
  if (isRequest || mark.installed !== undefined) return true
  return !mark.isProtected && !mark.isHeld
}

/** IsInstallOkDependenciesSatisfiableByCandidates: gives the candidate up where one never is. */
function isInstallable(marks: Marks, mark: Mark, version: PackageVersion): boolean {
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

/** MarkInstall_StateChange */
function changeState(mark: Mark, version: PackageVersion, isRequest: boolean): void {
  if (mark.isProtected && mark.installed === version) return
  mark.installed = version
  mark.isAutomatic = !isRequest
}

/** MarkInstall_CollectDependencies */
function collectDependencies(
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
function removeConflicts(
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

/** MarkInstall_InstallDependencies, protecting the package itself while it runs (ScopedProtected). */
function installDependencies(
  marks: Marks,
  mark: Mark,
  toInstall: readonly Requirement[],
  { isRequest, depth }: { isRequest: boolean; depth: number },
): boolean {
  const wasProtected = mark.isProtected
  mark.isProtected = true
  let isDone = true
  for (const requirement of toInstall) {
    if (marks.isSatisfied(requirement)) {
      if (wasProtected && !protectOnly(marks, requirement, depth)) isDone = false
      continue
    }
    if (installOneOf(marks, requirement, wasProtected, depth) || !requirement.isCritical) continue
    isDone = false
    if (!wasProtected && !isRequest) break
  }
  mark.isProtected = wasProtected
  return isDone
}

/** What satisfies a protected package's requirement as the only one is protected too. */
function protectOnly(marks: Marks, requirement: Requirement, depth: number): boolean {
  const [only, ...others] = possibleSolutions(marks, requirement)
  if (!requirement.isCritical || only === undefined || others.length > 0) return true
  const mark = marks.ofVersion(only)
  if (mark.isProtected) return true
  mark.isProtected = true
  return markInstall(marks, mark, { withDependencies: true, depth: depth + 1 })
}

function installOneOf(
  marks: Marks,
  requirement: Requirement,
  isProtected: boolean,
  depth: number,
): boolean {
  const solutions = possibleSolutions(marks, requirement)
  for (const version of solutions) {
    const mark = marks.ofVersion(version)
    if (mark.candidate !== version) continue
    if (isProtected && requirement.isCritical && solutions.length === 1) {
      if (!markInstall(marks, mark, { withDependencies: false, depth: depth + 1 })) continue
      mark.isProtected = true
    }
    if (markInstall(marks, mark, { withDependencies: true, depth: depth + 1 })) return true
  }
  return false
}

/** getAllPossibleSolutions, in the order apt tries them: protected ones first in each alternative. */
function possibleSolutions(marks: Marks, { alternatives }: Requirement): PackageVersion[] {
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
