import type { Comparison } from './compare.js'

/** A set of comparisons that share their preparation. */
export interface Bench {
  readonly name: string
  /**
   * Prepares what the comparisons need in `folder`, which is empty and goes away afterwards, and
   * returns them. The tools are on PATH.
   */
  prepare(folder: string): Promise<readonly Comparison[]>
}
