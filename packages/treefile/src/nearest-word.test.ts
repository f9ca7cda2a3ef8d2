import { describe, expect, it } from 'vitest'
import { nearestWord } from './nearest-word.js'

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
