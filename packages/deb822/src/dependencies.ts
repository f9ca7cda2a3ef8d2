import { satisfiesConstraint } from './constraint.js'
import { type Alternative, parseRelations } from './relations.js'
import type { Stanza } from './stanza.js'

/** A package of a system, as a status file, a lockfile or a Packages index describes it. */
export interface DescribedPackage {
  readonly name: string
  readonly version: string
  readonly architecture: string
  readonly stanza: Stanza
}

export type DependencyField = 'Pre-Depends' | 'Depends'

/** Returns what a package needs, each once, in the order in which its stanza names it. */
export type DependenciesOf<T> = (item: T, fields?: readonly DependencyField[]) => T[]

/**
 * Returns a function that finds what a package needs among `packages`, all of one system: of
 * alternatives the first that is there, and of several packages that satisfy one the package of that
 * name, of the depending one's own architecture (deb-control(5)). By default it takes Pre-Depends
 * and then Depends. What is not there is left out.
 */
export function dependenciesAmong<T extends DescribedPackage>(
  packages: readonly T[],
): DependenciesOf<T> {
  const offers = collectOffers(packages)
  const find = (item: T, alternative: Alternative) => {
    const found = (offers.get(alternative.name) ?? []).filter((offer) =>
      satisfies(offer, alternative),
    )
    return (found.find((offer) => isSide(item, offer.item)) ?? found[0])?.item
  }
  return (item, fields = ['Pre-Depends', 'Depends']) => {
    const found = fields
      .flatMap((field) => parseRelations(item.stanza.get(field) ?? ''))
      .flatMap((relation) => {
        for (const alternative of relation) {
          const chosen = find(item, alternative)
          if (chosen !== undefined) return [chosen]
        }
        return []
      })
    return [...new Set(found)]
  }
}

/** Returns packages with all that they need, and that needs, each once. */
export function withDependencies<T>(items: Iterable<T>, dependenciesOf: DependenciesOf<T>): Set<T> {
  const all = new Set(items)
  for (const item of all) for (const needed of dependenciesOf(item)) all.add(needed)
  return all
}

/** A name that a package has or provides; `version` is undefined for a name without one. */
interface Offer<T> {
  readonly item: T
  readonly version: string | undefined
}

/** Every name with those who offer it: real packages first, in the order given. */
function collectOffers<T extends DescribedPackage>(
  packages: readonly T[],
): Map<string, Offer<T>[]> {
  const offers = new Map<string, Offer<T>[]>()
  const add = (name: string, offer: Offer<T>) => {
    const known = offers.get(name)
    if (known === undefined) offers.set(name, [offer])
    else known.push(offer)
  }
  for (const item of packages) add(item.name, { item, version: item.version })
  for (const item of packages) {
    for (const { name, constraint } of parseRelations(item.stanza.get('Provides') ?? '').flat()) {
      add(name, { item, version: constraint?.version })
    }
  }
  return offers
}

function satisfies({ version }: Offer<unknown>, { constraint }: Alternative): boolean {
  if (version === undefined) return constraint === undefined
  return satisfiesConstraint(version, constraint)
}

function isSide(item: DescribedPackage, other: DescribedPackage): boolean {
  return other.architecture === item.architecture || other.architecture === 'all'
}
