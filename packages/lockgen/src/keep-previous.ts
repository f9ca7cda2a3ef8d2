import type { LockedPackage, Lockfile } from '@apt2ostree/lockfile'
import { LockgenError } from './errors.js'
import type { Choice } from './requests/goal.js'
import { nearNames } from './requests/near-names.js'
import { securityUpdate } from './security-update.js'
import type { Package } from './universe/package.js'
import type { PackageVersion } from './universe/package-version.js'
import type { Universe } from './universe/universe.js'
import { UnsatisfiableError } from './unsatisfiable-error.js'

/** A lock to stay with, but for what may move. */
export interface Previous {
  readonly lock: Lockfile
  /** Packages, `NAME` or `NAME:ARCH`, that take the version they would take without it. */
  readonly update?: readonly string[]
  /** Whether packages with a newer version in a suite of security updates take that. */
  readonly security?: boolean
  /** Told of each package that is not what it was, though nothing asked for that, and why. */
  readonly onMoved?: (message: string) => void
}

/** What stays as a previous lock has it, by package. */
export type Kept = Map<Package, Choice>

/**
 * Makes the versions of a previous lock the candidates where the archives still have them, and
 * returns them. Throws `LockgenError` for a name to update that the lock does not have.
 */
export function keepPrevious(universe: Universe, previous: Previous): Kept {
  const { lock, security = false, onMoved = () => {} } = previous
  const moving = packagesToUpdate(previous)
  const kept: Kept = new Map()
  for (const locked of lock.packages) {
    const { name, version, architecture } = locked
    const found = universe.find(name, architecture === 'all' ? lock.architecture : architecture)
    if (found === undefined) {
      onMoved(`${name} ${version} is no longer offered`)
      continue
    }
    const fix = security ? securityUpdate(universe, found, version) : undefined
    if (fix !== undefined) universe.settle(fix)
    if (fix !== undefined || moving.has(locked)) continue
    const same = sameVersion(found, locked)
    if (same === undefined) {
      const now = universe.candidate(found)?.version
      onMoved(`${name} ${version} is no longer offered${now ? `, but ${now}` : ''}`)
      continue
    }
    if (same.stanza.get('SHA256') !== locked.sha256) {
      onMoved(`${name} ${version} is offered with other contents than before`)
    }
    universe.settle(same)
    kept.set(found, { version: same, isAutomatic: locked.automatic })
  }
  return kept
}

/** Returns the offered version that a locked package is: of the same content if there is one. */
export function sameVersion(found: Package, locked: LockedPackage): PackageVersion | undefined {
  const versions = found.versions.filter(({ version }) => version === locked.version)
  return versions.find(({ stanza }) => stanza.get('SHA256') === locked.sha256) ?? versions[0]
}

function packagesToUpdate({ lock, update = [] }: Previous): Set<LockedPackage> {
  return new Set(
    update.flatMap((text) => {
      const [name = '', arch] = text.split(':')
      const found = lock.packages.filter((locked) => {
        const architecture = locked.architecture === 'all' ? lock.architecture : locked.architecture
        return locked.name === name && (arch === undefined || arch === architecture)
      })
      if (found.length > 0) return found
      const near = nearNames(name, new Set(lock.packages.map((locked) => locked.name)))
      throw new LockgenError(
        'ERR_LOCKGEN_REQUEST',
        `cannot update "${text}": the previous lock does not have it`,
        near.length === 0 ? {} : { hint: `did you mean ${near.join(', ')}?` },
      )
    }),
  )
}

/** What was let go at once is tried one by one whether it can stay; more than this is not. */
const maxTrials = 30

/**
 * Returns what `resolve` returns once as few of the kept packages as needed have been let go. Those
 * whose version stood in the way of another's relations, as the proof of a clash tells, go together;
 * then each stays after all that can, those last that exclude others: apt upgrades these.
 */
export function resolveKeeping(
  universe: Universe,
  kept: Kept,
  resolve: () => Choice[],
  onMoved: (message: string) => void = () => {},
): Choice[] {
  const freed = new Map<Package, Choice>()
  const excluding = new Set<Package>()
  let choices = attempt(resolve)
  while (!Array.isArray(choices)) {
    const { needed, owners, excluders } = choices
    const inTheWay = needed.filter((found) => kept.has(found))
    const letGo = inTheWay.length > 0 ? inTheWay : owners.filter((found) => kept.has(found))
    if (letGo.length === 0) throw choices
    for (const found of excluders) excluding.add(found)
    for (const found of letGo) {
      const choice = kept.get(found)
      if (choice !== undefined) freed.set(found, choice)
      kept.delete(found)
      universe.resetCandidate(found)
    }
    choices = attempt(resolve)
  }
  const inOrder = [...freed].sort(([a], [b]) => Number(excluding.has(a)) - Number(excluding.has(b)))
  for (const [found, choice] of inOrder.slice(0, maxTrials)) {
    kept.set(found, choice)
    universe.settle(choice.version)
    const tried = attempt(resolve)
    if (Array.isArray(tried)) choices = tried
    else {
      kept.delete(found)
      universe.resetCandidate(found)
      onMoved(`${choice.version.describe(universe.architecture)} stands in the way of the rest`)
    }
  }
  return choices
}

function attempt(resolve: () => Choice[]): Choice[] | UnsatisfiableError {
  try {
    return resolve()
  } catch (error) {
    if (error instanceof UnsatisfiableError) return error
    throw error
  }
}
