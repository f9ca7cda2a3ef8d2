import { formatAlternative } from '@apt2ostree/deb822'
import type { Lockfile } from '@apt2ostree/lockfile'
import type { Mark, Marks } from './apt/marks.js'
import { LockgenError } from './errors.js'
import { lockedSystem } from './locked-system.js'
import { parseRequest } from './requests/request.js'
import { matchingPackages, selectVersions } from './requests/select.js'

/**
 * Returns what is wrong with a lock by itself, a sentence each: relations it does not satisfy,
 * packages that exclude each other, requests it does not hold and a header that does not fit.
 * `requests` are checked besides those in its header.
 */
export function checkLock(lock: Lockfile, requests: readonly string[] = []): string[] {
  if (lock.packages.length === 0) return ['the lock holds no packages']
  const marks = lockedSystem(lock)
  return [
    ...marks.installed().flatMap((mark) => brokenRelations(marks, mark, lock.architecture)),
    ...[...lock.requests, ...requests].flatMap((text) => missingRequest(marks, text)),
    ...lock.options.exclude
      .filter((name) => lock.packages.some((locked) => locked.name === name))
      .map((name) => `${name} is excluded, but locked`),
    ...headerProblems(lock),
  ]
}

function brokenRelations(marks: Marks, { installed }: Mark, architecture: string): string[] {
  if (installed === undefined) return []
  const name = installed.describe(architecture)
  const { requirements, conflicts } = marks.relations.of(installed)
  const unmet = requirements.filter((need) => need.isCritical && !marks.isSatisfied(need))
  return [
    ...unmet.map(({ dependency }) => {
      const relation = dependency.alternatives.map(formatAlternative).join(' | ')
      return `${name} has ${dependency.field}: ${relation}, which the lock does not satisfy`
    }),
    ...conflicts.flatMap(({ dependency, versions }) =>
      versions
        .filter((other) => marks.isInstalled(other))
        .map((other) => {
          const relation = dependency?.field === 'Breaks' ? 'breaks' : 'conflicts with'
          return `${name} ${relation} ${other.describe(architecture)}, which is locked too`
        }),
    ),
  ]
}

function missingRequest(marks: Marks, text: string): string[] {
  const { universe } = marks
  const request = parseRequest(text, (name) => universe.named(name).length > 0)
  if (request.kind === 'task') return []
  if (request.isRemoval) {
    return matchingPackages(universe, request).map(
      ({ name }) => `${name} is locked though "${text}" keeps it out`,
    )
  }
  const { suite: _, ...anySuite } = request // a lock alone does not tell suites apart
  try {
    selectVersions(universe, anySuite)
    return []
  } catch (error) {
    if (!(error instanceof LockgenError)) throw error
    return [`the lock does not hold "${text}"`]
  }
}

function headerProblems({
  releases,
  packages,
  architecture,
  foreignArchitectures,
}: Lockfile): string[] {
  const used = new Set(packages.map(({ release }) => release))
  const known = new Set(['all', architecture, ...foreignArchitectures])
  const strangers = packages.filter((locked) => !known.has(locked.architecture))
  return [
    ...releases
      .filter(({ id }) => !used.has(id))
      .map(({ id }) => `no package is from release ${id}`),
    ...strangers.map(
      ({ name, architecture: arch }) => `${name} is for ${arch}, which the header does not name`,
    ),
  ]
}
