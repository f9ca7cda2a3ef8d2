import { limitConcurrency } from './limit-concurrency.js'

/** Runs one fetch when a connection is free. */
export type Fetching = <T>(fetch: (signal: AbortSignal) => Promise<T>) => Promise<T>

/** Connections kept busy at once: more gain little with one archive, and archives dislike them. */
const connections = 4

/**
 * Runs `work`, which fetches through the function it is given. When it throws, the fetches that are still running are
 * aborted and waited for, so that they leave nothing behind.
 */
export async function withFetches(
  signal: AbortSignal | undefined,
  work: (fetching: Fetching) => Promise<void>,
): Promise<void> {
  const abort = new AbortController()
  const either = signal === undefined ? abort.signal : AbortSignal.any([signal, abort.signal])
  const limited = limitConcurrency(connections)
  const running = new Set<Promise<unknown>>()
  try {
    await work((fetch) => {
      const fetched = limited(() => {
        either.throwIfAborted()
        return fetch(either)
      })
      running.add(fetched)
      return fetched
    })
  } catch (error) {
    abort.abort(error)
    await Promise.allSettled(running)
    throw error
  }
}
