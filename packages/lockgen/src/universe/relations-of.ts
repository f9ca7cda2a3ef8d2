import type { CreationOrder } from '../offers/creation-order.js'
import { type Dependency, isCritical, isNegative } from './dependency.js'
import type { PackageVersion } from './package-version.js'
import { compareProviders } from './provider-order.js'
import { conflictsOf, targetsOf } from './targets.js'
import type { Universe } from './universe.js'

/** A positive relation: one version of any alternative is needed, or wanted if it is no critical one. */
export interface Requirement {
  readonly dependency: Dependency
  readonly isCritical: boolean
  /** For each alternative, the candidates that satisfy it, apt's choice first. */
  readonly alternatives: readonly (readonly PackageVersion[])[]
}

/** A negative relation: none of these candidates may be there as well. */
export interface Conflict {
  /** Undefined for the rule that architectures exclude each other unless `Multi-Arch: same`. */
  readonly dependency: Dependency | undefined
  readonly versions: readonly PackageVersion[]
}

export interface Relations {
  readonly requirements: readonly Requirement[]
  readonly conflicts: readonly Conflict[]
}

/** Finds what a version's relations mean among the candidates; each version once. */
export class RelationIndex {
  readonly #universe: Universe
  readonly #order: CreationOrder
  readonly #known = new Map<PackageVersion, Relations>()

  constructor(universe: Universe, order: CreationOrder) {
    this.#universe = universe
    this.#order = order
  }

  /** Returns the relations of a version in apt's order, Suggests included. */
  of(version: PackageVersion): Relations {
    let relations = this.#known.get(version)
    if (relations === undefined) {
      relations = this.#read(version)
      this.#known.set(version, relations)
    }
    return relations
  }

  #read(version: PackageVersion): Relations {
    const requirements: Requirement[] = []
    const conflicts: Conflict[] = []
    for (const dependency of version.dependencies) {
      if (isNegative(dependency)) {
        const versions = dependency.alternatives.flatMap((alternative) =>
          conflictsOf(this.#universe, version, alternative),
        )
        versions.sort(compareNames)
        if (versions.length > 0) conflicts.push({ dependency, versions })
      } else {
        const alternatives = this.#alternatives(version, dependency)
        requirements.push({ dependency, isCritical: isCritical(dependency), alternatives })
      }
    }
    const siblings = this.#excludedSiblings(version)
    if (siblings.length > 0) conflicts.push({ dependency: undefined, versions: siblings })
    return { requirements, conflicts }
  }

  #alternatives(version: PackageVersion, { alternatives }: Dependency): PackageVersion[][] {
    return alternatives.map((alternative) =>
      targetsOf(this.#universe, version, alternative)
        .sort((a, b) => compareProviders(this.#universe, this.#order, a, b))
        .map((target) => target.version),
    )
  }

  /** pkgCacheGenerator::AddImplicitDepends: other architectures of a name exclude each other. */
  #excludedSiblings(version: PackageVersion): PackageVersion[] {
    return this.#universe.named(version.name).flatMap((sibling) => {
      const candidate = this.#universe.candidate(sibling)
      if (candidate === undefined || sibling.arch === version.arch) return []
      const isInStep = version.multiArch === 'same' && candidate.version === version.version
      return isInStep ? [] : [candidate]
    })
  }
}

/** An order that is the same whatever the order of the stanzas. */
function compareNames(a: PackageVersion, b: PackageVersion): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1
  return a.arch < b.arch ? -1 : 1
}
