import { setTimeout as delay } from 'node:timers/promises'
import { FetchError } from '../errors.js'
import type { Network } from './network.js'

/** Seconds: who asks for more is not waited for. */
const maxRetryAfter = 60

/**
 * Returns what `attempt` returns, trying again after a pause that doubles each time, or that the server
 * asks for, while it throws a transient FetchError, as often as the network allows.
 */
export async function retryTransient<T>(
  network: Network,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let round = 0; ; round++) {
    try {
      return await attempt()
    } catch (error) {
      signal?.throwIfAborted()
      const transient = error instanceof FetchError && error.failure === 'transient'
      if (!transient || round >= network.retries) throw error
      const asked = Math.min(error.retryAfter ?? 0, maxRetryAfter) * 1000
      const pause = Math.max(network.retryDelay * 2 ** round, asked)
      await delay(pause, undefined, { ...(signal && { signal }) })
    }
  }
}
