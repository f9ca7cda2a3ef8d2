import { type Alternative, satisfiesConstraint } from '@apt2ostree/deb822'
import type { PackageVersion } from './package-version.js'
import type { Universe } from './universe.js'

/** A version that an alternative names, itself or through its Provides. */
export interface Target {
  readonly version: PackageVersion
  /** Whether it has the very name, so that apt prefers it to providers. */
  readonly isNamed: boolean
}

/**
 * Returns the candidate versions that satisfy one alternative of a positive relation of `from`,
 * by apt's Multi-Arch rules (pkgcachegen.cc): a plain name means the own architecture or
 * `Multi-Arch: foreign`, `:any` means `allowed`, and only Provides with `=` have a version.
 */
export function targetsOf(
  universe: Universe,
  from: PackageVersion,
  alternative: Alternative,
): Target[] {
  const { name, qualifier } = alternative
  const targets: Target[] = []
  for (const found of universe.named(name)) {
    const version = universe.candidate(found)
    if (version === undefined || !reaches(universe, from, version, alternative)) continue
    targets.push({ version, isNamed: qualifier === undefined })
  }
  for (const version of universe.providers(name)) {
    if (!universe.isCandidate(version)) continue
    if (provides(universe, from, version, alternative)) targets.push({ version, isNamed: false })
  }
  return targets
}

/**
 * Returns the candidate versions that a Conflicts or Breaks of `from` forbids: those of any
 * architecture, named or provided, but not itself and its own group (DepIterator::IsIgnorable).
 */
export function conflictsOf(
  universe: Universe,
  from: PackageVersion,
  { name, qualifier, constraint }: Alternative,
): PackageVersion[] {
  const arch = qualifier === 'native' ? universe.architecture : qualifier
  const isMeant = (version: PackageVersion): boolean =>
    arch === undefined || (arch === 'any' ? version.multiArch === 'allowed' : version.arch === arch)
  const named = universe.named(name).flatMap((found) => {
    const candidate = universe.candidate(found)
    if (candidate === undefined || !isMeant(candidate)) return []
    if (candidate.name === from.name && (candidate.arch === from.arch || from.multiArch === 'same'))
      return []
    return satisfiesConstraint(candidate.version, constraint) ? [candidate] : []
  })
  const provided = universe.providers(name).filter((version) => {
    if (version.name === from.name || !isMeant(version)) return false
    if (!universe.isCandidate(version)) return false
    return providesVersion(version, name, constraint)
  })
  return [...named, ...provided.filter((version) => !named.includes(version))]
}

/** Returns whether a version satisfies an alternative of `from` that has its very name. */
export function reaches(
  universe: Universe,
  from: PackageVersion,
  version: PackageVersion,
  { qualifier, constraint }: Alternative,
): boolean {
  if (!satisfiesConstraint(version.version, constraint)) return false
  return reachesArchitecture(universe, from, version, qualifier)
}

function reachesArchitecture(
  universe: Universe,
  from: PackageVersion,
  version: PackageVersion,
  qualifier: string | undefined,
): boolean {
  if (qualifier === undefined) return version.arch === from.arch || version.multiArch === 'foreign'
  if (qualifier === 'any') return version.multiArch === 'allowed'
  return version.arch === (qualifier === 'native' ? universe.architecture : qualifier)
}

function provides(
  universe: Universe,
  from: PackageVersion,
  version: PackageVersion,
  { name, qualifier, constraint }: Alternative,
): boolean {
  return providedAs(version, name).some((provided) => {
    const wanted = qualifier === 'native' ? universe.architecture : qualifier
    const isReached =
      provided.qualifier === undefined
        ? reachesArchitecture(universe, from, version, qualifier)
        : provided.qualifier === (wanted ?? from.arch)
    return isReached && satisfiesProvided(provided, constraint)
  })
}

function providesVersion(
  version: PackageVersion,
  name: string,
  constraint: Alternative['constraint'],
): boolean {
  return providedAs(version, name).some((provided) => satisfiesProvided(provided, constraint))
}

/** An unversioned Provides satisfies no version, and only `=` gives it one. */
function satisfiesProvided(provided: Alternative, constraint: Alternative['constraint']): boolean {
  if (constraint === undefined) return true
  return (
    provided.constraint !== undefined &&
    satisfiesConstraint(provided.constraint.version, constraint)
  )
}

function providedAs(version: PackageVersion, name: string): Alternative[] {
  return version.provides.filter((provided) => provided.name === name)
}
