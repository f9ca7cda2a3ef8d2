/** Runs `task` for each item, at most `limit` at a time and in their order; rejects with the first error. */
export async function runLimited<T>(
  items: readonly T[],
  limit: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  const run = async () => {
    for (const item of queue) await task(item)
  }
  await Promise.all(Array.from({ length: limit }, run))
}
