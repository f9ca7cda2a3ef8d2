import { expect, it } from 'vitest'
import { remembered } from './remembered.js'

it('calls once a key, always where there is none, and forgets rather than grows', () => {
  const calls: number[] = []
  const half = remembered(
    (value: number) => (value < 0 ? undefined : `${value}`),
    (value) => {
      calls.push(value)
      return value / 2
    },
  )
  expect([half(4), half(4), half(-2), half(-2), half(6)]).toEqual([2, 2, -1, -1, 3])
  expect(calls).toEqual([4, -2, -2, 6])
  for (let value = 1000; value < 2000; value++) half(value)
  expect(half(4)).toBe(2)
  expect(calls.filter((value) => value === 4)).toEqual([4, 4])
})

it('keeps nothing of a call that throws', () => {
  const refuse = remembered(
    () => 'key',
    () => {
      throw new Error('no')
    },
  )
  expect(refuse).toThrow('no')
  expect(refuse).toThrow('no')
})
