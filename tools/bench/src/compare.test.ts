import { needs } from '@apt2ostree/testkit/needs'
import { expect, it } from 'vitest'
import { compare, median } from './compare.js'

const timed = needs('time', 'bash')

it.each([
  { values: [3, 1, 2], middle: 2 },
  { values: [4, 1, 2, 3], middle: 2.5 },
  { values: [7], middle: 7 },
])('takes $middle as the median of $values', ({ values, middle }) => {
  expect(median(values)).toBe(middle)
})

timed.it('sees which of two commands takes longer', async () => {
  const comparison = {
    what: 'sleeping',
    ours: { name: 'short', run: 'sleep 0.05' },
    peer: { name: 'long', run: 'sleep 0.8' },
    goal: 0.5,
  }
  const { ratio, ours } = await compare(comparison, 2, process.env)
  expect(ratio).toBeLessThan(0.6)
  expect(ours.wall).toBeGreaterThanOrEqual(0.05)
  expect(ours.memory).toBeGreaterThan(0)
})

timed.it('says what a failing command printed', async () => {
  const broken = { name: 'broken', run: 'echo reason >&2; exit 3' }
  const comparison = { what: 'failing', ours: broken, peer: broken, goal: 1 }
  await expect(compare(comparison, 1, process.env)).rejects.toThrow('exited with 3:\nreason')
})
