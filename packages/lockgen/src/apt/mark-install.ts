import type { PackageVersion } from '../universe/package-version.js'
import type { Requirement } from '../universe/relations-of.js'
import {
  collectDependencies,
  isInstallable,
  possibleSolutions,
  removeConflicts,
} from './mark-steps.js'
import type { Mark, Marks } from './marks.js'

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

/** MarkInstall_StateChange */
function changeState(mark: Mark, version: PackageVersion, isRequest: boolean): void {
  if (mark.isProtected && mark.installed === version) return
  mark.installed = version
  mark.isAutomatic = !isRequest
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
