import type { Assignment } from './assignment.js'
import type { Clause, Literal } from './clause.js'

/** A clause and the two literals that it is watched by; one twice where it has but one. */
interface Watched<Reason> {
  readonly clause: Clause<Reason>
  first: Literal
  second: Literal
}

/**
 * The clauses of a search, each under two of its literals. Only when one of those two falls can the
 * clause have become unit or false (two watched literals: Moskewicz and others, Chaff, 2001).
 */
export class Watches<Reason> {
  readonly #assignment: Assignment<Reason>
  readonly #byLiteral = new Map<Literal, Watched<Reason>[]>()

  constructor(assignment: Assignment<Reason>) {
    this.#assignment = assignment
  }

  /** Takes a clause up and draws its consequence; returns it when it is false already. */
  add(clause: Clause<Reason>): Clause<Reason> | undefined {
    const [first, second = first] = this.#mostUseful(clause.literals)
    if (first === undefined || second === undefined) return clause
    const watched = { clause, first, second }
    for (const literal of new Set([first, second])) this.#watch(literal, watched)
    return this.#settle(watched)
  }

  /** Looks at the clauses that watched a literal which is now false; returns one that is false. */
  visit(fallen: Literal): Clause<Reason> | undefined {
    const list = this.#byLiteral.get(fallen) ?? []
    const kept: Watched<Reason>[] = []
    this.#byLiteral.set(fallen, kept)
    let conflict: Clause<Reason> | undefined
    for (const watched of list) {
      const other = watched.first === fallen ? watched.second : watched.first
      const isSettled = conflict !== undefined || this.#assignment.holds(other)
      const next = isSettled ? undefined : this.#another(watched.clause, fallen, other)
      watched.first = other
      watched.second = next ?? fallen
      if (next === undefined) {
        kept.push(watched)
        conflict ??= this.#settle(watched)
      } else {
        this.#watch(next, watched)
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

  #watch(literal: Literal, watched: Watched<Reason>): void {
    const list = this.#byLiteral.get(literal)
    if (list === undefined) this.#byLiteral.set(literal, [watched])
    else list.push(watched)
  }

  #another({ literals }: Clause<Reason>, a: Literal, b: Literal): Literal | undefined {
    return literals.find(
      (literal) => literal !== a && literal !== b && this.#assignment.holds(literal) !== false,
    )
  }

  /** Forces the one literal that can still make a clause hold, if there is just one. */
  #settle({ clause, first, second }: Watched<Reason>): Clause<Reason> | undefined {
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
