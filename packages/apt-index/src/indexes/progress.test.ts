import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Progress } from './progress.js'

async function seen(progress: Progress): Promise<number[]> {
  const places: number[] = []
  for await (const reached of progress.follow()) places.push(reached)
  return places
}

describe('Progress', () => {
  it('is told to who comes late', async () => {
    const progress = new Progress()
    progress.advance(1)
    progress.advance(2)
    progress.end()
    expect(await seen(progress)).toEqual([3])
  })

  it('is told as it happens', async () => {
    const progress = new Progress()
    const places = seen(progress)
    for (const amount of [1, 2, 3]) {
      await setImmediate()
      progress.advance(amount)
    }
    await setImmediate()
    progress.end()
    expect(await places).toEqual([1, 3, 6])
  })

  it.each([0, 5])('throws the error of a job that failed after %d', async (amount) => {
    const progress = new Progress()
    const places = seen(progress)
    progress.advance(amount)
    progress.end(new Error('broken'))
    await expect(places).rejects.toThrow('broken')
  })
})
