import type { Package } from '../universe/package.js'
import type { PackageVersion } from '../universe/package-version.js'
import type { Conflict, RelationIndex, Requirement } from '../universe/relations-of.js'
import type { Universe } from '../universe/universe.js'

/** What apt's dependency cache knows of a package while it decides (pkgDepCache::StateCache). */
export interface Mark {
  readonly package: Package
  /** What would be installed; taken away when that turned out to be impossible. */
  candidate: PackageVersion | undefined
  /** What is to be installed. */
  installed: PackageVersion | undefined
  /** Set for requests and what follows from them alone: only a request may change it. */
  isProtected: boolean
  /** Must not be installed: excluded by name. */
  isHeld: boolean
  /** Installed because others need it. */
  isAutomatic: boolean
}

/** The marks of all packages, and what holds between them. Nothing is installed at first. */
export class Marks {
  readonly universe: Universe
  readonly relations: RelationIndex
  readonly followRecommends: boolean
  readonly #marks = new Map<Package, Mark>()

  constructor(universe: Universe, relations: RelationIndex, followRecommends: boolean) {
    this.universe = universe
    this.relations = relations
    this.followRecommends = followRecommends
  }

  of(target: Package): Mark {
    let mark = this.#marks.get(target)
    if (mark === undefined) {
      mark = {
        package: target,
        candidate: this.universe.candidate(target),
        installed: undefined,
        isProtected: false,
        isHeld: false,
        isAutomatic: false,
      }
      this.#marks.set(target, mark)
    }
    return mark
  }

  ofVersion(version: PackageVersion): Mark {
    return this.of(this.universe.packageOf(version))
  }

  installed(): Mark[] {
    return [...this.#marks.values()].filter((mark) => mark.installed !== undefined)
  }

  isInstalled(version: PackageVersion): boolean {
    return this.ofVersion(version).installed === version
  }

  isSatisfied({ alternatives }: Requirement): boolean {
    return alternatives.some((versions) => versions.some((version) => this.isInstalled(version)))
  }

  isViolated({ versions }: Conflict): boolean {
    return versions.some((version) => this.isInstalled(version))
  }

  /** Whether a relation counts when packages are chosen: Recommends only where followed. */
  isFollowed({ isCritical, dependency }: Requirement): boolean {
    return isCritical || (dependency.field === 'Recommends' && this.followRecommends)
  }

  /** Whether the installed version lacks something critical or stands beside what it forbids. */
  isBroken({ installed }: Mark): boolean {
    return installed !== undefined && this.#breaks(installed, ({ isCritical }) => isCritical)
  }

  /** The same, or it lacks something that is only followed. */
  isBrokenByPolicy({ installed }: Mark): boolean {
    return installed !== undefined && this.#breaks(installed, (need) => this.isFollowed(need))
  }

  #breaks(installed: PackageVersion, counts: (requirement: Requirement) => boolean): boolean {
    const { requirements, conflicts } = this.relations.of(installed)
    return (
      requirements.some((requirement) => counts(requirement) && !this.isSatisfied(requirement)) ||
      conflicts.some((conflict) => this.isViolated(conflict))
    )
  }
}
