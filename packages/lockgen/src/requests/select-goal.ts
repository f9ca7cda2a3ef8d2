import type { LockOptions } from '@apt2ostree/lockfile'
import { LockgenError } from '../errors.js'
import type { Package } from '../universe/package.js'
import type { PackageVersion } from '../universe/package-version.js'
import type { Universe } from '../universe/universe.js'
import { followSuite } from './follow-suite.js'
import type { Goal } from './goal.js'
import { parseRequest, type Request } from './request.js'
import { excludedPackages, selectExcluded, selectVersions } from './select.js'

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
  const excluded = new Map<Package, string>()
  for (const request of parsed) {
    if (!request.isRemoval) continue
    for (const found of selectExcluded(universe, request)) excluded.set(found, `"${request.text}"`)
  }
  for (const name of options.exclude) {
    for (const found of excludedPackages(universe, name)) excluded.set(found, `exclusion "${name}"`)
  }
  const asked = parsed
    .filter(({ isRemoval }) => !isRemoval)
    .map((request) => {
      const versions = withoutExcluded(universe, request, excluded)
      const { suite } = request
      if (suite !== undefined) for (const version of versions) followSuite(universe, version, suite)
      return versions
    })
  const out = [...excluded.keys()]
  const seeds = seedVersions(universe, options, out, asked.flat())
  return { wanted: [...asked, ...seeds], excluded: out, recommends: options.recommends }
}

/** A pattern or task means what is not excluded by name; a name and its exclusion contradict. */
function withoutExcluded(
  universe: Universe,
  request: Request,
  excluded: ReadonlyMap<Package, string>,
): PackageVersion[] {
  const versions = selectVersions(universe, request)
  const isOut = (version: PackageVersion) => excluded.has(universe.packageOf(version))
  const contradicted = request.kind === 'name' ? versions.find(isOut) : undefined
  if (contradicted === undefined) return versions.filter((version) => !isOut(version))
  const by = excluded.get(universe.packageOf(contradicted))
  throw new LockgenError(
    'ERR_LOCKGEN_REQUEST',
    `cannot select "${request.text}": ${by} keeps it out`,
  )
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
