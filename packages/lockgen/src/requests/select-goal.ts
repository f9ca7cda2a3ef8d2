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
  const wanted = parsed.filter(({ isRemoval }) => !isRemoval)
  const named = new Map<Package, Named>()
  for (const request of wanted.filter(({ version, suite }) => version ?? suite)) {
    const versions = withoutExcluded(universe, request, excluded)
    for (const version of versions) nameVersion(named, universe, request, version)
    const { suite } = request
    if (suite !== undefined) for (const version of versions) followSuite(universe, version, suite)
  }
  const asked = wanted.map((request) =>
    withoutExcluded(universe, request, excluded).map(
      (version) => named.get(universe.packageOf(version))?.version ?? version,
    ),
  )
  const out = [...excluded.keys()]
  const seeds = seedVersions(universe, options, out, asked.flat())
  return { wanted: [...asked, ...seeds], excluded: out, recommends: options.recommends }
}

/** A version that a request names, by its number or suite, and the request. */
interface Named {
  readonly version: PackageVersion
  readonly text: string
}

/** Whoever asks for the package as well means that version; two cannot be meant. */
function nameVersion(
  named: Map<Package, Named>,
  universe: Universe,
  { text, kind }: Request,
  version: PackageVersion,
): void {
  const found = universe.packageOf(version)
  const other = named.get(found)
  if (other === undefined) named.set(found, { version, text })
  else if (other.version !== version && kind === 'name') {
    const reason = `"${other.text}" means another version`
    throw new LockgenError('ERR_LOCKGEN_REQUEST', `cannot select "${text}": ${reason}`)
  }
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
