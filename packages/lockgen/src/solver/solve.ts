import { Agenda } from './agenda.js'
import { Assignment } from './assignment.js'
import { type Clause, givenClauses, type Literal, type Problem } from './clause.js'
import { learn } from './learn.js'
import { Watches } from './watches.js'

/**
 * The variables that are true, or given clauses that cannot all hold, or neither where it took too
 * long; and how many steps were taken.
 */
export type Solution<Reason> = { readonly steps: number } & (
  | { readonly variables: number[] }
  | { readonly contradiction: Clause<Reason>[] }
  | { readonly isUndecided: true }
)

/**
 * Returns an answer to a problem, the same for the same problem, by conflict-driven clause learning
 * (Eén and Sörensson, An Extensible SAT-solver, 2003) with two changes. Variables are false unless
 * a clause needs them, so that only clauses without a true literal are decided on, the oldest first
 * and for its most preferred literal; and the clauses of a variable are asked for when it first
 * becomes true, so that what is out of reach costs nothing. There are no restarts: preference, not
 * activity, orders the search, and learning alone keeps it from repeating itself. It ends after
 * `maxSteps` consequences drawn: a number, not a time, so that no machine answers otherwise.
 */
export function solve<Reason>(
  problem: Problem<Reason>,
  maxSteps = Number.POSITIVE_INFINITY,
): Solution<Reason> {
  return new Search(problem, maxSteps).run()
}

class Search<Reason> {
  readonly #problem: Problem<Reason>
  readonly #assignment = new Assignment<Reason>()
  readonly #watches = new Watches(this.#assignment)
  readonly #opened = new Set<number>()
  readonly #agenda: Agenda<Reason>
  readonly #maxSteps: number
  #taken = 0
  #next = 0

  constructor(problem: Problem<Reason>, maxSteps: number) {
    this.#problem = problem
    this.#maxSteps = maxSteps
    this.#agenda = new Agenda(this.#assignment, problem)
  }

  run(): Solution<Reason> {
    let conflict = this.#addAll(this.#problem.roots) ?? this.#propagate()
    for (;;) {
      while (conflict !== undefined) {
        if (this.#taken > this.#maxSteps) return { isUndecided: true, steps: this.#taken }
        const { clause, level } = learn(this.#assignment, conflict)
        if (clause.literals.length === 0) {
          return { contradiction: givenClauses(clause), steps: this.#taken }
        }
        this.#backTo(level)
        conflict = this.#watches.add(clause) ?? this.#propagate()
      }
      const decision = this.#agenda.next()
      if (decision === undefined) {
        const variables = this.#assignment.trail.filter((literal) => literal > 0)
        return { variables, steps: this.#taken }
      }
      this.#assignment.decide(decision)
      conflict = this.#propagate()
    }
  }

  #backTo(level: number): void {
    this.#assignment.backTo(level)
    this.#agenda.reopen()
    this.#next = Math.min(this.#next, this.#assignment.trail.length)
  }

  /** Draws every consequence of the trail; returns a clause that came out false. */
  #propagate(): Clause<Reason> | undefined {
    for (;;) {
      const literal = this.#assignment.trail[this.#next++]
      if (literal === undefined) {
        this.#next = this.#assignment.trail.length
        return undefined
      }
      this.#taken++
      const conflict = this.#open(literal) ?? this.#watches.visit(-literal)
      if (conflict !== undefined) return conflict
    }
  }

  /** Asks for the clauses of a variable the first time it is true. */
  #open(variable: Literal): Clause<Reason> | undefined {
    if (variable < 0 || this.#opened.has(variable)) return undefined
    this.#opened.add(variable)
    for (const wish of this.#problem.wishesOf(variable)) this.#agenda.addWish(variable, wish)
    return this.#addAll(this.#problem.clausesOf(variable))
  }

  /** Learnt clauses are none to decide on: what they say follows from those given. */
  #addAll(clauses: Iterable<Clause<Reason>>): Clause<Reason> | undefined {
    let conflict: Clause<Reason> | undefined
    for (const clause of clauses) conflict = this.#add(clause) ?? conflict
    return conflict
  }

  #add(clause: Clause<Reason>): Clause<Reason> | undefined {
    this.#agenda.addClause(clause)
    return this.#watches.add(clause)
  }
}
