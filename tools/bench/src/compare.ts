import { type Cost, measure, prepare } from './measure.js'

/** A line of shell that is timed, after one that sets the scene for it and is not. */
export interface Contender {
  readonly name: string
  readonly run: string
  readonly before?: string
}

/** Two commands that do the same work, and what we promise about ours. */
export interface Comparison {
  readonly what: string
  readonly ours: Contender
  readonly peer: Contender
  /** The most that our median time may be of the peer's. */
  readonly goal: number
  /** The most seconds of user and system time that ours may take. */
  readonly cpuGoal?: number
  /** The most bytes that ours may hold. */
  readonly memoryGoal?: number
}

/** The medians of both sides, and ours over the peer's. */
export interface Result {
  readonly comparison: Comparison
  readonly ours: Cost
  readonly peer: Cost
  readonly ratio: number
  readonly cpuRatio: number
}

/**
 * Runs both sides in turn, A B A B, after one round that warms the caches. The ratio is the median
 * of the rounds' own ratios, which holds while the machine's speed drifts.
 */
export async function compare(
  comparison: Comparison,
  rounds: number,
  env: NodeJS.ProcessEnv,
): Promise<Result> {
  const once = async ({ before, run }: Contender) => {
    if (before !== undefined) await prepare(before, env)
    // or the first to sync a file would write what others have left
    await prepare('sync', env)
    return measure(run, env)
  }
  const pairs: { ours: Cost; peer: Cost }[] = []
  for (let round = 0; round <= rounds; round++) {
    const pair = { ours: await once(comparison.ours), peer: await once(comparison.peer) }
    if (round > 0) pairs.push(pair)
  }
  return {
    comparison,
    ours: medianCost(pairs.map(({ ours }) => ours)),
    peer: medianCost(pairs.map(({ peer }) => peer)),
    ratio: median(pairs.map(({ ours, peer }) => ours.wall / peer.wall)),
    cpuRatio: median(pairs.map(({ ours, peer }) => ours.cpu / peer.cpu)),
  }
}

function medianCost(costs: readonly Cost[]): Cost {
  const of = (field: keyof Cost) => median(costs.map((cost) => cost[field]))
  return { wall: of('wall'), cpu: of('cpu'), memory: of('memory') }
}

/** Returns the middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN
  const high = sorted[Math.floor(middle)] ?? Number.NaN
  return (low + high) / 2
}
