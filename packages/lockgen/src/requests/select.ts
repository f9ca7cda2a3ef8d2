import { LockgenError } from '../errors.js'
import { globToRegExp } from '../pins/glob.js'
import { compileRegExp, matchesExpression } from '../pins/match-expression.js'
import { matchesRelease } from '../pins/match-index.js'
import type { Package } from '../universe/package.js'
import type { PackageVersion } from '../universe/package-version.js'
import type { Universe } from '../universe/universe.js'
import { nearNames } from './near-names.js'
import type { Request } from './request.js'

/**
 * Returns the versions a request selects, as apt-get does: the candidate, or the version or suite
 * it names; for a name that only one candidate provides, that one.
 * Throws `LockgenError` for an unknown name, version or suite and for a choice of providers.
 */
export function selectVersions(universe: Universe, request: Request): PackageVersion[] {
  const packages = selectPackages(universe, request)
  if (packages.length === 0) return [soleProvider(universe, request)]
  const versions = packages.flatMap((found) => selectVersion(universe, request, found) ?? [])
  if (versions.length === 0) {
    throw new LockgenError(
      'ERR_LOCKGEN_REQUEST',
      `cannot select "${request.text}": no version of it may be chosen`,
      { hint: 'its pin priority is not above 0, or its stanza does not parse' },
    )
  }
  return versions
}

/** Returns the packages whose name, task, priority or architecture a request means; none if only virtual. */
export function selectPackages(universe: Universe, request: Request): Package[] {
  const found = matchingPackages(universe, request)
  if (found.length > 0 || request.kind === 'name') return found
  throw new LockgenError(
    'ERR_LOCKGEN_REQUEST',
    `cannot select "${request.text}": no package matches`,
  )
}

/** Returns the same, and nothing where a pattern matches nothing. */
export function matchingPackages(universe: Universe, request: Request): Package[] {
  const { pattern, kind } = request
  if (kind === 'name') return preferredPackage(universe.named(pattern), universe, request)
  const isMeant = matcher(universe, kind, pattern)
  return [...universe.index.names()].flatMap((name) =>
    preferredPackage(universe.named(name).filter(isMeant), universe, request),
  )
}

/**
 * Returns the packages that a request such as `NAME-` keeps out: the one that it names on each
 * architecture, or all that it matches. Throws `LockgenError` where it means none.
 */
export function selectExcluded(universe: Universe, request: Request): Package[] {
  const packages = selectPackages(universe, request)
  if (packages.length > 0) return packages
  throw noSuchPackage(universe, request.text, request)
}

/** Returns the packages of an excluded name, on all architectures. Throws `LockgenError` for none. */
export function excludedPackages(universe: Universe, name: string): readonly Package[] {
  const packages = universe.named(name)
  if (packages.length > 0) return packages
  throw noSuchPackage(universe, name, { pattern: name }, 'exclude')
}

function preferredPackage(
  packages: readonly Package[],
  universe: Universe,
  { architecture }: Request,
): Package[] {
  const architectures = architecture === undefined ? universe.architectures : [architecture]
  for (const arch of architectures) {
    const found = packages.find((candidate) => candidate.arch === arch)
    if (found !== undefined) return [found]
  }
  return []
}

function matcher(
  universe: Universe,
  kind: Exclude<Request['kind'], 'name'>,
  pattern: string,
): (found: Package) => boolean {
  if (kind === 'task') return inTask(universe, pattern)
  return kind === 'priority' ? ofPriority(universe, pattern) : inNames(kind, pattern)
}

function ofPriority(universe: Universe, priority: string): (found: Package) => boolean {
  return (found) => universe.candidate(found)?.stanza.get('Priority') === priority
}

function inTask(universe: Universe, task: string): (found: Package) => boolean {
  return (found) => {
    const tasks = universe.candidate(found)?.stanza.get('Task') ?? ''
    return tasks.split(/[, \t\n]+/).includes(task)
  }
}

function inNames(kind: 'glob' | 'regex', pattern: string): (found: Package) => boolean {
  const expression = kind === 'glob' ? globToRegExp(pattern) : compileRegExp(pattern)
  return ({ name }) => expression.test(name)
}

function selectVersion(
  universe: Universe,
  request: Request,
  found: Package,
): PackageVersion | undefined {
  const { version, suite, text, kind } = request
  if (version === undefined && suite === undefined) return universe.candidate(found)
  const isMeant = version === undefined ? inSuite(suite ?? '') : hasVersion(version)
  const newest = found.versions.find(isMeant)
  const chosen = newest && preferredContent(universe, newest, found.versions.filter(isMeant))
  if (chosen !== undefined || kind !== 'name') return chosen
  const offered = found.versions.map((other) => {
    const suites = other.indexes.map((index) => index.codename).join(', ')
    return suites === '' ? other.version : `${other.version} (${suites})`
  })
  throw new LockgenError('ERR_LOCKGEN_REQUEST', `cannot select "${text}": no such version`, {
    hint: `there is ${found.name} ${offered.join(', ')}`,
  })
}

/** Of versions of one number, the one of the highest priority, else the first. */
function preferredContent(
  universe: Universe,
  newest: PackageVersion,
  versions: readonly PackageVersion[],
): PackageVersion {
  return versions
    .filter(({ version }) => version === newest.version)
    .reduce((a, b) => (universe.priority(b) > universe.priority(a) ? b : a))
}

function hasVersion(wanted: string): (version: PackageVersion) => boolean {
  return ({ version }) => version === wanted || matchesExpression(wanted, version)
}

function inSuite(suite: string): (version: PackageVersion) => boolean {
  return ({ indexes }) => indexes.some((index) => matchesRelease(index, suite))
}

function soleProvider(universe: Universe, request: Request): PackageVersion {
  const { pattern, text } = request
  const providers = universe
    .providers(pattern)
    .filter((version) => universe.isCandidate(version) && provides(version, pattern))
  const [only, ...others] = providers
  if (only !== undefined && others.length === 0) return only
  throw noSuchPackage(universe, text, request)
}

function noSuchPackage(
  universe: Universe,
  text: string,
  { pattern, architecture }: Pick<Request, 'pattern' | 'architecture'>,
  verb = 'select',
): LockgenError {
  const cannot = `cannot ${verb} "${text}"`
  const fail = (reason: string, hint: string | undefined) =>
    new LockgenError(
      'ERR_LOCKGEN_REQUEST',
      `${cannot}: ${reason}`,
      hint === undefined ? {} : { hint },
    )
  const elsewhere = universe.index
    .named(pattern)
    .map(({ stanza }) => stanza.get('Architecture') ?? '')
    .filter((arch) => arch !== '')
  if (elsewhere.length > 0) {
    const wanted = architecture ?? universe.architectures.join(' or ')
    const others = [...new Set(elsewhere)].sort().join(', ')
    return fail(`no such package for ${wanted}`, `there is ${pattern} for ${others}`)
  }
  if (universe.providers(pattern).length > 0) {
    const names = new Set(universe.providers(pattern).map(({ name }) => name))
    const advice = verb === 'select' ? 'ask for one that provides it' : 'name what provides it'
    const hint = `${advice}: ${[...names].sort().join(', ')}`
    return fail('it is only a virtual package', hint)
  }
  const near = nearNames(pattern, universe.index.names())
  return fail('no such package', near.length === 0 ? undefined : `did you mean ${near.join(', ')}?`)
}

function provides({ provides }: PackageVersion, name: string): boolean {
  return provides.some((provided) => provided.name === name)
}
