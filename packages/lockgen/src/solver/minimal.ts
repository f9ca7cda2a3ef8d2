import type { Clause, Problem } from './clause.js'
import { solve } from './solve.js'

/**
 * Returns a part of contradicting clauses that still contradicts itself and has no smaller such
 * part: each clause is left out in turn and taken back only if the rest can hold without it. Done
 * from either end, since the outcome depends on the turn; the shorter one is returned.
 */
export function minimalContradiction<Reason>(clauses: readonly Clause<Reason>[]): Clause<Reason>[] {
  const forwards = withoutSpare(clauses)
  const backwards = withoutSpare(clauses.toReversed())
  const shorter = backwards.size < forwards.size ? backwards : forwards
  return clauses.filter((clause) => shorter.has(clause))
}

function withoutSpare<Reason>(clauses: readonly Clause<Reason>[]): Set<Clause<Reason>> {
  let needed = new Set(clauses)
  for (const clause of clauses) {
    if (!needed.has(clause)) continue
    const solution = solve(fixedProblem([...needed].filter((other) => other !== clause)))
    if ('contradiction' in solution) needed = new Set(solution.contradiction)
  }
  return needed
}

function fixedProblem<Reason>(roots: readonly Clause<Reason>[]): Problem<Reason> {
  return { roots, clausesOf: () => [], wishesOf: () => [], preferred: new Set() }
}
