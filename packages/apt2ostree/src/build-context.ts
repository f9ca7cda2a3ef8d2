import type { Repo } from '@apt2ostree/ostree-repo'

/** What the steps may use of the world, and who is told how it goes. */
export interface StepContext {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  /** Shows how far the work is. */
  progress(label: string, done?: number, total?: number): void
  warn(message: string): void
  /** Told what only a curious person wants to know. */
  verbose(message: string): void
}

/** The same, with the places where a build keeps things. */
export interface BuildContext extends StepContext {
  readonly repo: Repo
  /** The folder of downloaded .debs. */
  readonly pool: string
}
