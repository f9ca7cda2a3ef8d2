/** What the two said, in words that are equal where they agree. */
export interface Answers {
  readonly apt: readonly string[]
  readonly ours: readonly string[]
}

/** Something to ask of apt and of us. */
export interface Question {
  /** What it is about, in full. */
  readonly summary: string
  ask(): Promise<Answers>
}
