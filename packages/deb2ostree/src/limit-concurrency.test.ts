import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { limitConcurrency } from './limit-concurrency.js'

test('no more tasks run at once than may, and a failed one makes room', async () => {
  const limited = limitConcurrency(2)
  let running = 0
  let most = 0
  const results = await Promise.allSettled(
    [1, 2, 3, 4, 5].map((value) =>
      limited(async () => {
        most = Math.max(most, ++running)
        await delay(1)
        running -= 1
        if (value === 2) throw new Error('two')
        return value
      }),
    ),
  )
  expect(most).toBe(2)
  expect(
    results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed')),
  ).toEqual([1, 'failed', 3, 4, 5])
})
