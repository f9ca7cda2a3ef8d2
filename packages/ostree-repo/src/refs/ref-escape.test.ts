import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { escapeRef, unescapeRef } from './ref-escape.js'

describe('escapeRef', () => {
  it.each([
    ['nginx', 'nginx'],
    ['1.2.3-1', '1.2.3-1'],
    ['libstdc++6', 'libstdc_2B_2B6'],
    ['1:2.0~rc1_x', '1_3A2.0_7Erc1__x'],
    ['é', '_C3_A9'],
    ['_2B', '__2B'],
  ])('%s → %s', (text, escaped) => {
    expect(escapeRef(text)).toBe(escaped)
    expect(unescapeRef(escaped)).toBe(text)
  })
})

it('is undone by unescapeRef for every text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(escapeRef(text)).toMatch(/^[A-Za-z0-9._-]*$/)
      expect(unescapeRef(escapeRef(text))).toBe(text)
    }),
  )
})

it.each(['a+b', '_', 'a_2b', '_C3'])('refuses to unescape "%s"', (escaped) => {
  expect(() => unescapeRef(escaped)).toThrow('cannot unescape')
})
