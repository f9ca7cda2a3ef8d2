import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance, nearestWord } from './nearest-word.js'

describe('nearestWord', () => {
  const keys = ['packages', 'exclude-packages', 'ref', 'recommends']
  it.each([
    { summary: 'a dropped letter', word: 'pakages', nearest: 'packages' },
    { summary: 'another case', word: 'Recommends', nearest: 'recommends' },
    { summary: 'a singular', word: 'package', nearest: 'packages' },
    { summary: 'nothing near', word: 'kickstart', nearest: undefined },
  ])('$summary: $word', ({ word, nearest }) => {
    expect(nearestWord(word, keys)).toBe(nearest)
  })
})

describe('editDistance', () => {
  const word = fc.string({ maxLength: 8 })

  it('is 0 between equal words only, and the same both ways', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b) === 0).toBe(a === b)
        expect(editDistance(a, b)).toBe(editDistance(b, a))
      }),
    )
  })
})
