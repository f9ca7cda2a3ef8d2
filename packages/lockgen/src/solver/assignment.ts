import type { Clause, Literal } from './clause.js'

/**
 * Which literals hold, in the order they came to (the trail). A literal holds by decision or
 * because a clause left no other choice; its level is the number of decisions before it.
 */
export class Assignment<Reason> {
  readonly trail: Literal[] = []
  /** By variable: the literal of it that holds, 0 while open; its level; what forced it. */
  readonly #literals: Literal[] = []
  readonly #levels: number[] = []
  readonly #causes: (Clause<Reason> | undefined)[] = []
  readonly #levelStarts: number[] = []

  /** The number of decisions made. */
  get level(): number {
    return this.#levelStarts.length
  }

  /** Returns true or false as the literal does or does not hold, undefined while open. */
  holds(literal: Literal): boolean | undefined {
    const holding = this.#literals[Math.abs(literal)] ?? 0
    return holding === 0 ? undefined : holding === literal
  }

  levelOf(literal: Literal): number {
    return this.#levels[Math.abs(literal)] ?? 0
  }

  /** Returns the clause that forced the variable of a literal; undefined for a decision. */
  causeOf(literal: Literal): Clause<Reason> | undefined {
    return this.#causes[Math.abs(literal)]
  }

  decide(literal: Literal): void {
    this.#levelStarts.push(this.trail.length)
    this.#set(literal)
  }

  imply(literal: Literal, cause: Clause<Reason>): void {
    this.#set(literal, cause)
  }

  /** Takes back what came after the first `level` decisions. */
  backTo(level: number): void {
    const start = this.#levelStarts[level]
    if (start === undefined) return
    for (const literal of this.trail.splice(start)) this.#forget(Math.abs(literal))
    this.#levelStarts.length = level
  }

  #set(literal: Literal, cause?: Clause<Reason>): void {
    const variable = Math.abs(literal)
    this.#literals[variable] = literal
    this.#levels[variable] = this.level
    this.#causes[variable] = cause
    this.trail.push(literal)
  }

  #forget(variable: number): void {
    this.#literals[variable] = 0
    this.#levels[variable] = 0
    this.#causes[variable] = undefined
  }
}
