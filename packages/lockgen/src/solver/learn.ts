import type { Assignment } from './assignment.js'
import type { Clause, Literal } from './clause.js'

/** What a conflict teaches: a clause that excludes its cause, and the level where it is unit. */
export interface Lesson<Reason> {
  readonly clause: Clause<Reason>
  readonly level: number
}

/**
 * Returns the lesson of a clause none of whose literals holds. Literals of the current level are
 * resolved with the clauses that forced them, newest first, until one is left: the first unique
 * implication point, which alone with older decisions brings the conflict about (Marques-Silva and
 * Sakallah, GRASP, 1999). The lesson of a conflict at level 0 is the empty clause.
 */
export function learn<Reason>(
  assignment: Assignment<Reason>,
  conflict: Clause<Reason>,
): Lesson<Reason> {
  const antecedents = [conflict]
  const open = new Set<Literal>()
  const older = new Set<Literal>()
  const add = ({ literals }: Clause<Reason>): void => {
    for (const literal of literals) {
      if (assignment.holds(literal) !== false) continue
      if (assignment.levelOf(literal) === assignment.level) open.add(literal)
      else older.add(literal)
    }
  }
  add(conflict)
  for (const literal of assignment.trail.toReversed()) {
    if (open.size === 0 || (open.size === 1 && assignment.level > 0)) break
    if (!open.has(-literal)) continue
    open.delete(-literal)
    const cause = assignment.causeOf(literal)
    if (cause === undefined) continue
    antecedents.push(cause)
    add(cause)
  }
  for (const literal of withoutLevelZero(assignment, older, antecedents)) older.delete(literal)
  const literals = [...open, ...older]
  let level = 0
  for (const literal of older) level = Math.max(level, assignment.levelOf(literal))
  return { clause: { literals, antecedents }, level }
}

/** Literals false without any decision add nothing; the clauses that made them so are antecedents. */
function withoutLevelZero<Reason>(
  assignment: Assignment<Reason>,
  literals: ReadonlySet<Literal>,
  antecedents: Clause<Reason>[],
): Literal[] {
  const zero = [...literals].filter((literal) => assignment.levelOf(literal) === 0)
  const seen = new Set(zero)
  const pending = [...zero]
  for (let literal = pending.pop(); literal !== undefined; literal = pending.pop()) {
    const cause = assignment.causeOf(literal)
    if (cause === undefined) continue
    antecedents.push(cause)
    for (const other of cause.literals) {
      if (other === -literal || seen.has(other)) continue
      seen.add(other)
      pending.push(other)
    }
  }
  return zero
}
