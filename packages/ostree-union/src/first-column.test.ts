import { describe, expect, it } from 'vitest'
import { firstColumn } from './first-column.js'

describe('firstColumn', () => {
  it.each([
    { summary: 'tab-separated lines', text: 'a\t1\nb\t2\n', refs: ['a', 'b'] },
    { summary: 'a last line without an end', text: 'a\nb', refs: ['a', 'b'] },
    { summary: 'blank lines and indentation', text: '\n  a 1\n\n', refs: ['a'] },
    { summary: 'nothing', text: '', refs: [] },
  ])('$summary', ({ text, refs }) => {
    expect(firstColumn(text)).toEqual(refs)
  })
})
