import { CreationOrder } from './creation-order.js'
import { LockgenError } from './errors.js'
import { markInstall } from './mark-install.js'
import { type Mark, Marks } from './marks.js'
import type { PackageVersion } from './package-version.js'
import { RelationIndex } from './relations-of.js'
import { sweep } from './sweep.js'
import type { Package, Universe } from './universe.js'

/** What to install, and by which rules. */
export interface Goal {
  /** Versions asked for, one of a package. */
  readonly wanted: readonly PackageVersion[]
  /** Packages that must stay out. */
  readonly excluded: readonly Package[]
  readonly recommends: boolean
}

/** A version of the answer. */
export interface Choice {
  readonly version: PackageVersion
  /** Whether it is there because others need it. */
  readonly isAutomatic: boolean
}

/**
 * Returns a closed, conflict-free set of versions that holds what is wanted: apt's own choice.
 * Throws `LockgenError` when there is none.
 */
export function resolve(universe: Universe, goal: Goal): Choice[] {
  const order = new CreationOrder(universe)
  for (const version of goal.wanted) universe.setCandidate(version)
  const marks = new Marks(universe, new RelationIndex(universe, order), goal.recommends)
  for (const found of goal.excluded) marks.of(found).isHeld = true
  for (const mark of requested(marks, goal)) {
    mark.isProtected = true
    markInstall(marks, mark, { withDependencies: false, isRequest: true })
  }
  const byRank = requested(marks, goal).sort(
    (a, b) =>
      order.rank(a.package.name, a.package.arch) - order.rank(b.package.name, b.package.arch),
  )
  for (const mark of byRank) markInstall(marks, mark, { withDependencies: true, isRequest: true })
  const broken = marks.installed().filter((mark) => marks.isBroken(mark))
  if (broken.length > 0) {
    const names = broken.map(({ package: { name } }) => name)
    throw new LockgenError('ERR_LOCKGEN_UNSATISFIABLE', `cannot install ${names.join(', ')}`)
  }
  sweep(marks)
  return marks
    .installed()
    .flatMap(({ installed, isAutomatic }) =>
      installed === undefined ? [] : [{ version: installed, isAutomatic }],
    )
}

function requested(marks: Marks, goal: Goal): Mark[] {
  return goal.wanted.map((version) => marks.ofVersion(version))
}
