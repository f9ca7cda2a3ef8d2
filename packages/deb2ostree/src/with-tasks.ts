import { limitConcurrency } from './limit-concurrency.js'

/** Runs a task when it is its turn, with the signal that is to end it. */
export type RunTask = <T>(task: (signal: AbortSignal) => Promise<T>) => Promise<T>

/**
 * Runs `work`, which runs tasks through the function it is given, at most `limit` at a time. When it throws, the tasks
 * that are still running are aborted and waited for, so that they leave nothing behind.
 */
export async function withTasks(
  limit: number,
  signal: AbortSignal | undefined,
  work: (runTask: RunTask) => Promise<void>,
): Promise<void> {
  const abort = new AbortController()
  const either = signal === undefined ? abort.signal : AbortSignal.any([signal, abort.signal])
  const limited = limitConcurrency(limit)
  const running = new Set<Promise<unknown>>()
  try {
    await work((task) => {
      const done = limited(() => {
        either.throwIfAborted()
        return task(either)
      })
      running.add(done)
      return done
    })
  } catch (error) {
    abort.abort(error)
    await Promise.allSettled(running)
    throw error
  }
}
