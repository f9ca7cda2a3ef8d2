import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatDate, parseDate } from './date.js'

it.each([
  { text: 'Thu, 02 Jan 2020 03:04:05 UTC', time: Date.UTC(2020, 0, 2, 3, 4, 5) },
  { text: 'Thu, 2 Jan 2020 03:04:05 GMT', time: Date.UTC(2020, 0, 2, 3, 4, 5) },
  { text: 'Sat, 29 Feb 2020 23:59:59 +0000', time: Date.UTC(2020, 1, 29, 23, 59, 59) },
  { text: 'Thu, 02 Jan 2020 03:04:05 CET', time: undefined },
  { text: 'Sat, 31 Feb 2020 00:00:00 UTC', time: undefined },
  { text: '2020-01-02T03:04:05Z', time: undefined },
  { text: 'Thu, 02 Jan 2020 25:00:00 UTC', time: undefined },
  { text: '', time: undefined },
])('reads "$text" as $time', ({ text, time }) => {
  expect(parseDate(text)).toBe(time)
})

it('reads what it writes', () => {
  const seconds = fc.integer({ min: 0, max: 4_000_000_000 })
  fc.assert(fc.property(seconds, (each) => parseDate(formatDate(each * 1000)) === each * 1000))
})
