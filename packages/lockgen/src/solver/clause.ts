/** A variable is a number from 1; its literal `v` says it is true, `-v` that it is false. */
export type Literal = number

/** A disjunction: at least one of its literals must hold. */
export interface Clause<Reason = unknown> {
  /** Of different variables, the positive ones in order of preference. */
  readonly literals: readonly Literal[]
  /** Why a given clause must hold; undefined for one that was learnt. */
  readonly reason?: Reason
  /** The clauses that a learnt one follows from. */
  readonly antecedents?: readonly Clause<Reason>[]
}

/** Clauses that describe a problem, found while it is being solved. */
export interface Problem<Reason> {
  /** What must hold whatever else does. */
  readonly roots: readonly Clause<Reason>[]
  /** Returns the clauses that matter once `variable` is true: each has the literal `-variable`. */
  clausesOf(variable: number): Iterable<Clause<Reason>>
  /** Clauses worth satisfying where that breaks no other, for a variable that is true. */
  wishesOf(variable: number): Iterable<readonly Literal[]>
  /** Variables to be true where nothing speaks against it, and before others of a clause. */
  readonly preferred: ReadonlySet<number>
}

/** Returns the given clauses that a derived one rests on, each once. */
export function givenClauses<Reason>(clause: Clause<Reason>): Clause<Reason>[] {
  const seen = new Set<Clause<Reason>>()
  const given: Clause<Reason>[] = []
  const pending = [clause]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    if (next.antecedents === undefined) given.push(next)
    else for (const antecedent of next.antecedents) pending.push(antecedent)
  }
  return given
}
