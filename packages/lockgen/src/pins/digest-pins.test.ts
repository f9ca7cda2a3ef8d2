import { expect, it } from 'vitest'
import { digestPins } from './digest-pins.js'
import { parsePreferences } from './preferences.js'

const pin = (priority: number | string) =>
  `Package: *\nPin: release n=stable\nPin-Priority: ${priority}\n`
const digest = (text: string) => digestPins(parsePreferences(text))

it('is of what the pins say, not of how they are written', () => {
  expect(digest(pin(900))).toMatch(/^[0-9a-f]{64}$/)
  expect(digest(`# why\n\n${pin(900).toLowerCase()}`)).toBe(digest(pin(900)))
  expect(digest('')).toBe(undefined)
})

it('differs where a pin, its order or its priority does', () => {
  const texts = [pin(900), pin(901), pin('never'), `${pin(1)}\n${pin(2)}`, `${pin(2)}\n${pin(1)}`]
  expect(new Set(texts.map(digest)).size).toBe(texts.length)
})
