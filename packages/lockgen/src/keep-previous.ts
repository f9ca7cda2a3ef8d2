import type { Lockfile } from '@apt2ostree/lockfile'
import type { Choice } from './requests/goal.js'
import type { Package } from './universe/package.js'
import type { Universe } from './universe/universe.js'
import { UnsatisfiableError } from './unsatisfiable-error.js'

/** A lock to stay with, but for what may move. */
export interface Previous {
  readonly lock: Lockfile
  /** Names of packages that take the version they would take without it. */
  readonly update: readonly string[]
}

/**
 * Makes the versions of a previous lock the candidates where the archives still have them, and
 * returns their packages.
 */
export function keepPrevious(universe: Universe, { lock, update }: Previous): Set<Package> {
  const kept = new Set<Package>()
  for (const { name, version, architecture } of lock.packages) {
    if (update.includes(name)) continue
    const found = universe.find(name, architecture === 'all' ? universe.architecture : architecture)
    const same = found?.versions.find((offered) => offered.version === version)
    if (found === undefined || same === undefined) continue
    universe.setCandidate(same)
    kept.add(found)
  }
  return kept
}

/**
 * Returns what `resolve` returns once as few of the kept packages as needed have been let go: those
 * whose version stood in the way of another's relations, as the proof of a clash tells.
 */
export function resolveKeeping(
  universe: Universe,
  kept: Set<Package>,
  resolve: () => Choice[],
): Choice[] {
  for (;;) {
    try {
      return resolve()
    } catch (error) {
      if (!(error instanceof UnsatisfiableError)) throw error
      const inTheWay = error.needed.filter((found) => kept.has(found))
      const freed = inTheWay.length > 0 ? inTheWay : error.owners.filter((found) => kept.has(found))
      if (freed.length === 0) throw error
      for (const found of freed) {
        kept.delete(found)
        universe.resetCandidate(found)
      }
    }
  }
}
