import type { Goal } from './requests/goal.js'
import type { Clause, Literal, Problem } from './solver/clause.js'
import type { PackageVersion } from './universe/package-version.js'
import type { Conflict, RelationIndex, Requirement } from './universe/relations-of.js'
import type { Universe } from './universe/universe.js'

/** Why a clause must hold, in Debian's words. */
export type Reason =
  | { readonly kind: 'request'; readonly version: PackageVersion }
  | { readonly kind: 'exclusion'; readonly version: PackageVersion }
  | {
      readonly kind: 'requirement'
      readonly version: PackageVersion
      readonly requirement: Requirement
    }
  | {
      readonly kind: 'conflict'
      readonly version: PackageVersion
      readonly conflict: Conflict
      readonly other: PackageVersion
    }

/** A goal as clauses: a variable says that a version is installed. */
export class Encoding implements Problem<Reason> {
  readonly roots: readonly Clause<Reason>[]
  readonly preferred: ReadonlySet<number>
  readonly #relations: RelationIndex
  readonly #followRecommends: boolean
  readonly #variables = new Map<PackageVersion, number>()
  readonly #versions: PackageVersion[] = []

  constructor(
    universe: Universe,
    relations: RelationIndex,
    goal: Goal,
    preferred: readonly PackageVersion[],
  ) {
    this.#relations = relations
    this.#followRecommends = goal.recommends
    this.preferred = new Set(preferred.map((version) => this.#variable(version)))
    const excluded = goal.excluded.flatMap((found) => universe.candidate(found) ?? [])
    this.roots = [
      ...goal.wanted.flat().map((version): Clause<Reason> => {
        return { literals: [this.#variable(version)], reason: { kind: 'request', version } }
      }),
      ...excluded.map((version): Clause<Reason> => {
        return { literals: [-this.#variable(version)], reason: { kind: 'exclusion', version } }
      }),
    ]
  }

  /** Returns the version that a variable or literal is about. */
  versionOf(literal: Literal): PackageVersion {
    const version = this.#versions[Math.abs(literal) - 1]
    if (version === undefined) throw new RangeError(`no variable ${literal}`)
    return version
  }

  *clausesOf(variable: number): Generator<Clause<Reason>> {
    const version = this.versionOf(variable)
    const { requirements, conflicts } = this.#relations.of(version)
    for (const requirement of requirements) {
      if (!requirement.isCritical) continue
      const literals = [-variable, ...this.#literals(requirement)]
      if (!literals.includes(variable)) {
        yield { literals, reason: { kind: 'requirement', version, requirement } }
      }
    }
    for (const conflict of conflicts) {
      for (const other of conflict.versions) {
        const literals = [-variable, -this.#variable(other)]
        yield { literals, reason: { kind: 'conflict', version, conflict, other } }
      }
    }
  }

  *wishesOf(variable: number): Generator<Literal[]> {
    if (!this.#followRecommends) return
    for (const requirement of this.#relations.of(this.versionOf(variable)).requirements) {
      if (requirement.dependency.field === 'Recommends') yield this.#literals(requirement)
    }
  }

  #literals({ alternatives }: Requirement): Literal[] {
    return [...new Set(alternatives.flat())].map((version) => this.#variable(version))
  }

  #variable(version: PackageVersion): number {
    const known = this.#variables.get(version)
    if (known !== undefined) return known
    this.#versions.push(version)
    this.#variables.set(version, this.#versions.length)
    return this.#versions.length
  }
}
