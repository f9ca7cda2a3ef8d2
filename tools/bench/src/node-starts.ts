import type { Contender } from './compare.js'

/** A peer for what is promised in seconds: Node starts in 20 ms on a machine like ours. */
export function nodeStarts(count: number): Contender {
  return { name: `${count} × node -e 0`, run: `for i in $(seq ${count}); do node -e 0; done` }
}
