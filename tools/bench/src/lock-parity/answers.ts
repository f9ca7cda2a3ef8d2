import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Outcome } from './apt-choice.js'

/** apt's answers, kept in a file: they do not change while its lists do not. */
export class Answers {
  readonly #file: string
  readonly #known: Record<string, Outcome>

  constructor(file: string) {
    this.#file = file
    this.#known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  }

  /** Returns the kept answer, or asks for it and keeps it. */
  get(key: string, ask: () => Outcome): Outcome {
    const known = this.#known[key]
    if (known !== undefined) return known
    const answer = ask()
    this.#known[key] = answer
    writeFileSync(this.#file, JSON.stringify(this.#known))
    return answer
  }
}
