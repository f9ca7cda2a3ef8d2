import type { Clause, Literal } from './clause.js'

/**
 * Which literals hold, in the order they came to (the trail). A literal holds by decision or
 * because a clause left no other choice; its level is the number of decisions before it.
 */
export class Assignment<Reason> {
  readonly trail: Literal[] = []
  readonly #facts = new Map<number, { literal: Literal; level: number; cause?: Clause<Reason> }>()
  readonly #levelStarts: number[] = []

  /** The number of decisions made. */
  get level(): number {
    return this.#levelStarts.length
  }

  /** Returns true or false as the literal does or does not hold, undefined while open. */
  holds(literal: Literal): boolean | undefined {
    const fact = this.#facts.get(Math.abs(literal))
    return fact && fact.literal === literal
  }

  levelOf(literal: Literal): number {
    return this.#facts.get(Math.abs(literal))?.level ?? 0
  }

  /** Returns the clause that forced the variable of a literal; undefined for a decision. */
  causeOf(literal: Literal): Clause<Reason> | undefined {
    return this.#facts.get(Math.abs(literal))?.cause
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
    for (const literal of this.trail.splice(start)) this.#facts.delete(Math.abs(literal))
    this.#levelStarts.length = level
  }

  #set(literal: Literal, cause?: Clause<Reason>): void {
    this.#facts.set(Math.abs(literal), { literal, level: this.level, ...(cause && { cause }) })
    this.trail.push(literal)
  }
}
