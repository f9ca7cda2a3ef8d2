import { type Cost, measure, prepare } from '../measure.js'

/** A line of shell whose cost is followed while something grows. */
export interface Step {
  readonly name: string
  readonly run: string
  /** Sets the scene, and is not timed. */
  readonly before?: string
}

/** What each step cost at one size. */
export interface Sample {
  /** What has this size, as a row's first cell. */
  readonly size: string
  readonly costs: ReadonlyMap<string, Cost>
}

/** Runs the steps one after another, once each, and returns what they cost. */
export async function sample(size: string, steps: readonly Step[]): Promise<Sample> {
  const costs = new Map<string, Cost>()
  for (const { name, run, before } of steps) {
    if (before !== undefined) await prepare(before, process.env)
    costs.set(name, await measure(run, process.env))
  }
  return { size, costs }
}
