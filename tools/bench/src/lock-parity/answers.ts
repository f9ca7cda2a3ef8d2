import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { Outcome } from './apt-choice.js'

/** apt's answers, kept in a file, one a line: they do not change while its lists do not. */
export class Answers {
  readonly #file: string
  readonly #known: Map<string, Outcome>

  constructor(file: string) {
    this.#file = file
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []
    this.#known = new Map(lines.map((line) => JSON.parse(line)))
  }

  /** Returns the kept answer, or asks for it and keeps it. */
  get(key: string, ask: () => Outcome): Outcome {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const answer = ask()
    this.#known.set(key, answer)
    appendFileSync(this.#file, `${JSON.stringify([key, answer])}\n`)
    return answer
  }
}
