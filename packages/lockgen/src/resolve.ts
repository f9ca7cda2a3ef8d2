import { markInstall } from './apt/mark-install.js'
import { type Mark, Marks } from './apt/marks.js'
import { sweep } from './apt/sweep.js'
import { Encoding, type Reason } from './encoding.js'
import { LockgenError } from './errors.js'
import { explainContradiction } from './explain.js'
import type { CreationOrder } from './offers/creation-order.js'
import type { Choice, Goal } from './requests/goal.js'
import type { Clause } from './solver/clause.js'
import { minimalContradiction } from './solver/minimal.js'
import { solve } from './solver/solve.js'
import type { Package } from './universe/package.js'
import type { PackageVersion } from './universe/package-version.js'
import { RelationIndex } from './universe/relations-of.js'
import type { Universe } from './universe/universe.js'
import { UnsatisfiableError } from './unsatisfiable-error.js'

/** Some minutes; what archives hold is decided in a thousandth of it. */
const maxSteps = 20_000_000

/**
 * Returns a closed, conflict-free set of versions that holds what is wanted: apt's own choice, or,
 * where that ends in a conflict, the one nearest to it that has none. What was `kept` of an earlier
 * answer because others need it counts as installed, so that apt stays with it where it can.
 * Throws `LockgenError` with a proof when there is no such set.
 */
export function resolve(
  universe: Universe,
  goal: Goal,
  kept: ReadonlyMap<Package, Choice> = new Map(),
): Choice[] {
  const order = universe.index.creationOrder(universe.architectures)
  const ordered = inOrder(goal, order)
  const relations = new RelationIndex(universe, order)
  for (const version of ordered.wanted.flat()) universe.setCandidate(version)
  const marks = new Marks(universe, relations, goal.recommends)
  for (const [found, choice] of kept) markKept(marks.of(found), choice)
  markLikeApt(marks, ordered)
  if (!marks.installed().some((mark) => marks.isBroken(mark))) return collect(marks)
  return collect(search(universe, relations, ordered, installedVersions(marks)))
}

/** apt takes requests as they come, and what one selects in the order of its cache. */
function inOrder(goal: Goal, order: CreationOrder): Goal {
  const rank = ({ name, arch }: PackageVersion) => order.rank(name, arch)
  const sorted = goal.wanted.map((selected) => selected.toSorted((a, b) => rank(a) - rank(b)))
  return { ...goal, wanted: sorted }
}

/** What was asked for then is there again if it is asked for now. */
function markKept(mark: Mark, { version, isAutomatic }: Choice): void {
  if (mark.candidate === version && isAutomatic) mark.installed = version
  mark.isAutomatic = mark.installed !== undefined
}

/** TryToInstall for all requests, then doAutoInstall (apt 2.6 private-install.cc). */
function markLikeApt(marks: Marks, goal: Goal): void {
  for (const found of goal.excluded) {
    marks.of(found).isHeld = true
    marks.of(found).installed = undefined
  }
  const requested = new Set(goal.wanted.flat().map((version) => marks.ofVersion(version)))
  for (const mark of requested) {
    mark.isProtected = true
    markInstall(marks, mark, { withDependencies: false, isRequest: true })
  }
  for (const mark of requested)
    markInstall(marks, mark, { withDependencies: true, isRequest: true })
}

function search(
  universe: Universe,
  relations: RelationIndex,
  goal: Goal,
  preferred: readonly PackageVersion[],
): Marks {
  const encoding = new Encoding(universe, relations, goal, preferred)
  const solution = solve(encoding, maxSteps)
  if ('isUndecided' in solution) {
    throw new LockgenError(
      'ERR_LOCKGEN_UNDECIDED',
      `cannot satisfy the requests: no answer, for or against, after ${solution.steps} steps`,
      { hint: 'name more of the packages that are meant, or exclude some; or ask a --solver' },
    )
  }
  if ('contradiction' in solution) {
    throw unsatisfiable(minimalContradiction(solution.contradiction), universe)
  }
  const marks = new Marks(universe, relations, goal.recommends)
  const wanted = new Set(goal.wanted.flat())
  for (const variable of solution.variables) {
    const version = encoding.versionOf(variable)
    const mark = marks.ofVersion(version)
    mark.installed = version
    mark.isAutomatic = !wanted.has(version)
  }
  return marks
}

function installedVersions(marks: Marks): PackageVersion[] {
  return marks.installed().flatMap(({ installed }) => installed ?? [])
}

function unsatisfiable(clauses: readonly Clause<Reason>[], universe: Universe): UnsatisfiableError {
  const needed = new Set<Package>()
  const owners = new Set<Package>()
  const excluders = new Set<Package>()
  for (const { reason } of clauses) {
    if (reason === undefined) continue
    owners.add(universe.packageOf(reason.version))
    if (reason.kind === 'conflict') {
      excluders.add(universe.packageOf(reason.version))
      needed.add(universe.packageOf(reason.other))
    }
    if (reason.kind !== 'requirement') continue
    for (const { name } of reason.requirement.dependency.alternatives) {
      for (const found of universe.named(name)) needed.add(found)
    }
  }
  const proof = explainContradiction(clauses, universe).join('\n  ')
  return new UnsatisfiableError(proof, {
    needed: [...needed],
    owners: [...owners],
    excluders: [...excluders],
  })
}

function collect(marks: Marks): Choice[] {
  sweep(marks)
  return marks
    .installed()
    .flatMap(({ installed, isAutomatic }) =>
      installed === undefined ? [] : [{ version: installed, isAutomatic }],
    )
}
