import type { LockOptions } from '@apt2ostree/lockfile'
import type { Package } from '../universe/package.js'
import type { PackageVersion } from '../universe/package-version.js'
import type { Universe } from '../universe/universe.js'
import { followSuite } from './follow-suite.js'
import type { Goal } from './goal.js'
import { parseRequest } from './request.js'
import { selectPackages, selectVersions } from './select.js'

/**
 * Returns what requests and options come to among these packages.
 * Throws `LockgenError` for a request that does not select anything or not clearly.
 */
export function selectGoal(
  universe: Universe,
  requests: readonly string[],
  options: LockOptions,
): Goal {
  const isName = (name: string) => universe.named(name).length > 0
  const parsed = requests.map((text) => parseRequest(text, isName))
  const removed = parsed
    .filter(({ isRemoval }) => isRemoval)
    .flatMap((request) => selectPackages(universe, request))
  const excluded = [...removed, ...options.exclude.flatMap((name) => universe.named(name))]
  const asked = parsed
    .filter(({ isRemoval }) => !isRemoval)
    .map((request) => {
      const versions = selectVersions(universe, request)
      const { suite } = request
      if (suite !== undefined) for (const version of versions) followSuite(universe, version, suite)
      return versions
    })
  const seeds = seedVersions(universe, options, excluded, asked.flat())
  return { wanted: [...asked, ...seeds], excluded, recommends: options.recommends }
}

/** What every system has: Essential candidates, then Priority: required, where not switched off. */
function seedVersions(
  universe: Universe,
  { essential, required }: LockOptions,
  excluded: readonly Package[],
  asked: readonly PackageVersion[],
): PackageVersion[][] {
  const settled = new Set([...excluded, ...asked.map((version) => universe.packageOf(version))])
  const candidates = (names: Iterable<string>, isSeed: (version: PackageVersion) => boolean) =>
    [...names].flatMap((name) => {
      const found = universe.find(name, universe.architecture)
      if (found === undefined || settled.has(found) || !found.versions.some(isSeed)) return []
      return universe.candidate(found) ?? []
    })
  return [
    essential ? candidates(universe.index.essential, (version) => version.isEssential) : [],
    required ? candidates(universe.index.required, (version) => version.priority === 1) : [],
  ]
}
