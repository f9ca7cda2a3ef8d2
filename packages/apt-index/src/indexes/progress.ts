/** How far a job in another thread has come; one reader follows it. */
export class Progress {
  #reached = 0
  #isEnded = false
  #error: Error | undefined
  #wake: () => void = () => undefined

  /** Takes that the job has come this much further. */
  advance(amount: number): void {
    this.#reached += amount
    this.#wake()
  }

  /** Takes that the job is done, or why it never will be. */
  end(error?: Error): void {
    this.#error ??= error
    this.#isEnded = true
    this.#wake()
  }

  /** Yields how far the job has come whenever that has changed, until its end; throws its error. */
  async *follow(): AsyncGenerator<number> {
    let seen = 0
    for (;;) {
      if (this.#error !== undefined) throw this.#error
      if (this.#reached > seen) {
        seen = this.#reached
        yield seen
      } else if (this.#isEnded) return
      else await this.#change()
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}
