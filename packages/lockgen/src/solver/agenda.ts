import type { Assignment } from './assignment.js'
import type { Clause, Literal, Problem } from './clause.js'

/** A wish and the variable that makes it: of no account unless that is true. */
interface Wish {
  readonly owner: number
  readonly wanted: readonly Literal[]
}

/**
 * What a search still has to decide. What holds already is set aside until the search steps back,
 * so that a decision costs what is open, not all there is.
 */
export class Agenda<Reason> {
  readonly #assignment: Assignment<Reason>
  readonly #problem: Problem<Reason>
  /** Clauses with positive literals, oldest first. */
  readonly #clauses: Clause<Reason>[] = []
  readonly #wishes: Wish[] = []
  #openClauses: Clause<Reason>[] = []
  #openWishes: Wish[] = []

  constructor(assignment: Assignment<Reason>, problem: Problem<Reason>) {
    this.#assignment = assignment
    this.#problem = problem
  }

  addClause(clause: Clause<Reason>): void {
    if (!clause.literals.some((literal) => literal > 0)) return
    this.#clauses.push(clause)
    this.#openClauses.push(clause)
  }

  addWish(owner: number, wanted: readonly Literal[]): void {
    this.#wishes.push({ owner, wanted })
    this.#openWishes.push({ owner, wanted })
  }

  /** Takes everything up again, after decisions were taken back. */
  reopen(): void {
    this.#openClauses = [...this.#clauses]
    this.#openWishes = [...this.#wishes]
  }

  /**
   * Returns the next literal to try: for the oldest clause that needs one, then for wishes that a
   * preferred variable grants, then preferred variables for their own sake, then other wishes.
   */
  next(): Literal | undefined {
    return (
      this.#forClause() ??
      this.#forWish((literal) => this.#problem.preferred.has(literal)) ??
      this.#preferred() ??
      this.#forWish(() => true)
    )
  }

  readonly #holds = (literal: Literal) => this.#assignment.holds(literal)
  readonly #isOpen = (literal: Literal) => this.#assignment.holds(literal) === undefined

  #forClause(): Literal | undefined {
    this.#openClauses = this.#openClauses.filter(({ literals }) => !literals.some(this.#holds))
    for (const { literals } of this.#openClauses) {
      if (literals.some((literal) => literal < 0 && this.#isOpen(literal))) continue
      const open = literals.filter(this.#isOpen)
      return open.find((literal) => this.#problem.preferred.has(literal)) ?? open[0]
    }
    return undefined
  }

  #forWish(isEligible: (literal: Literal) => boolean): Literal | undefined {
    this.#openWishes = this.#openWishes.filter(
      ({ wanted }) => !wanted.some(this.#holds) && wanted.some(this.#isOpen),
    )
    for (const { owner, wanted } of this.#openWishes) {
      if (!this.#holds(owner)) continue
      const granting = wanted.find((literal) => this.#isOpen(literal) && isEligible(literal))
      if (granting !== undefined) return granting
    }
    return undefined
  }

  #preferred(): Literal | undefined {
    for (const variable of this.#problem.preferred) if (this.#isOpen(variable)) return variable
    return undefined
  }
}
