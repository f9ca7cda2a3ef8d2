/**
 * Returns the results of a job for every item, all run at once. The first that fails aborts the
 * others' signal; they are waited for, so that nothing goes on behind the error.
 */
export async function runTogether<T, R>(
  items: readonly T[],
  signal: AbortSignal | undefined,
  job: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const abort = new AbortController()
  const either = signal === undefined ? abort.signal : AbortSignal.any([signal, abort.signal])
  const running = items.map((item) => job(item, either))
  try {
    return await Promise.all(running)
  } catch (error) {
    abort.abort(error)
    await Promise.allSettled(running)
    throw error
  }
}
