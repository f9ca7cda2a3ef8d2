import type { Assignment } from './assignment.js'
import type { Clause, Literal } from './clause.js'

/**
 * The clauses of a search, each under two of its literals. Only when one of those two falls can the
 * clause have become unit or false (two watched literals: Moskewicz and others, Chaff, 2001).
 */
export class Watches<Reason> {
  readonly #assignment: Assignment<Reason>
  readonly #clauses = new Map<Literal, Clause<Reason>[]>()
  readonly #watched = new Map<Clause<Reason>, readonly [Literal, Literal]>()

  constructor(assignment: Assignment<Reason>) {
    this.#assignment = assignment
  }

  /** Takes a clause up and draws its consequence; returns it when it is false already. */
  add(clause: Clause<Reason>): Clause<Reason> | undefined {
    const [first, second = first] = this.#mostUseful(clause.literals)
    if (first === undefined || second === undefined) return clause
    this.#watched.set(clause, [first, second])
    for (const literal of new Set([first, second])) this.#watch(literal, clause)
    return this.#settle(clause, first, second)
  }

  /** Looks at the clauses that watched a literal which is now false; returns one that is false. */
  visit(fallen: Literal): Clause<Reason> | undefined {
    const clauses = this.#clauses.get(fallen) ?? []
    const kept: Clause<Reason>[] = []
    this.#clauses.set(fallen, kept)
    let conflict: Clause<Reason> | undefined
    for (const clause of clauses) {
      const [one, two] = this.#watched.get(clause) ?? [fallen, fallen]
      const other = one === fallen ? two : one
      const isSettled = conflict !== undefined || this.#assignment.holds(other)
      const next = isSettled ? undefined : this.#another(clause, fallen, other)
      if (next === undefined) {
        kept.push(clause)
        conflict ??= this.#settle(clause, other, fallen)
      } else {
        this.#watched.set(clause, [other, next])
        this.#watch(next, clause)
      }
    }
    return conflict
  }

  /** Literals that may still hold first, then those that fell last. */
  #mostUseful(literals: readonly Literal[]): Literal[] {
    const assignment = this.#assignment
    const rank = (literal: Literal) =>
      assignment.holds(literal) === false ? assignment.levelOf(literal) : Number.MAX_SAFE_INTEGER
    return literals.toSorted((a, b) => rank(b) - rank(a))
  }

  #watch(literal: Literal, clause: Clause<Reason>): void {
    const clauses = this.#clauses.get(literal)
    if (clauses === undefined) this.#clauses.set(literal, [clause])
    else clauses.push(clause)
  }

  #another({ literals }: Clause<Reason>, a: Literal, b: Literal): Literal | undefined {
    return literals.find(
      (literal) => literal !== a && literal !== b && this.#assignment.holds(literal) !== false,
    )
  }

  /** Forces the one literal that can still make a clause hold, if there is just one. */
  #settle(clause: Clause<Reason>, first: Literal, second: Literal): Clause<Reason> | undefined {
    const assignment = this.#assignment
    if (assignment.holds(first) || assignment.holds(second)) return undefined
    const isFirstFalse = assignment.holds(first) === false
    const isSecondFalse = assignment.holds(second) === false
    if (isFirstFalse && isSecondFalse) return clause
    if (isSecondFalse || first === second) assignment.imply(first, clause)
    else if (isFirstFalse) assignment.imply(second, clause)
    return undefined
  }
}
