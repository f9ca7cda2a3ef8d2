import type { Clause, Problem } from './clause.js'
import { solve } from './solve.js'

/** A second or two: enough for proofs of some hundred clauses. */
const maxSteps = 500_000

/**
 * Returns a part of contradicting clauses that still contradicts itself: each clause is left out in
 * turn and taken back only if the rest can hold without it, until that has taken too many steps. Done
 * from either end, since the outcome depends on the turn; the shorter one is returned. Given enough
 * steps it has no smaller such part; that cannot be had quickly where choices are many.
 */
export function minimalContradiction<Reason>(
  clauses: readonly Clause<Reason>[],
  steps = maxSteps,
): Clause<Reason>[] {
  const forwards = withoutSpare(clauses, steps / 2)
  const backwards = withoutSpare(clauses.toReversed(), steps / 2)
  const shorter = backwards.size < forwards.size ? backwards : forwards
  return clauses.filter((clause) => shorter.has(clause))
}

function withoutSpare<Reason>(
  clauses: readonly Clause<Reason>[],
  steps: number,
): Set<Clause<Reason>> {
  let needed = new Set(clauses)
  let left = steps
  for (const clause of clauses) {
    if (!needed.has(clause)) continue
    left -= needed.size
    if (left <= 0) break
    const rest = [...needed].filter((other) => other !== clause)
    const solution = solve(fixedProblem(rest), left)
    if ('contradiction' in solution) needed = new Set(solution.contradiction)
    if ('isUndecided' in solution) break
    left -= solution.steps
  }
  return needed
}

function fixedProblem<Reason>(roots: readonly Clause<Reason>[]): Problem<Reason> {
  return { roots, clausesOf: () => [], wishesOf: () => [], preferred: new Set() }
}
