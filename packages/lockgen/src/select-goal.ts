import type { LockOptions } from '@apt2ostree/lockfile'
import type { Goal } from './goal.js'
import type { PackageVersion } from './package-version.js'
import { parseRequest } from './request.js'
import { selectPackages, selectVersions } from './select.js'
import type { Package, Universe } from './universe.js'

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
    .map((request) => selectVersions(universe, request))
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
  const packages = [...universe.packages()]
    .flat()
    .filter((found) => found.arch === universe.architecture && !excluded.includes(found))
  const settled = new Set(asked.map((version) => universe.packageOf(version)))
  const candidates = (isSeed: (version: PackageVersion) => boolean) =>
    packages
      .filter((found) => found.versions.some(isSeed) && !settled.has(found))
      .flatMap((found) => universe.candidate(found) ?? [])
  return [
    essential ? candidates((version) => version.isEssential) : [],
    required ? candidates((version) => version.priority === 1) : [],
  ]
}
