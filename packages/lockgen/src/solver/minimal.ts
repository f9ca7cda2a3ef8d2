import type { Clause } from './clause.js'
import { solve } from './solve.js'

/**
 * Returns a part of contradicting clauses that still contradicts itself and has no smaller such
 * part: each clause is left out in turn and taken back only if the rest can hold without it.
 */
export function minimalContradiction<Reason>(clauses: readonly Clause<Reason>[]): Clause<Reason>[] {
  let needed = [...clauses]
  for (const clause of clauses) {
    const rest = needed.filter((other) => other !== clause)
    const solution = solve(fixedProblem(rest))
    if ('contradiction' in solution) {
      needed = needed.filter((other) => solution.contradiction.includes(other))
    }
  }
  return needed
}

function fixedProblem<Reason>(roots: readonly Clause<Reason>[]) {
  return { roots, clausesOf: () => [], wishesOf: () => [], isPreferred: () => false }
}
