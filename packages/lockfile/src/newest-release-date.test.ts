import { expect, it } from 'vitest'
import { newestReleaseDate } from './newest-release-date.js'

it.each([
  {
    summary: 'the newest',
    dates: ['Sat, 11 Jul 2026 10:16:37 UTC', 'Sat, 21 Nov 2026 00:53:02 UTC'],
    seconds: 1795222382,
  },
  { summary: '0 without releases', dates: [], seconds: 0 },
  { summary: '0 for what is no date', dates: ['soon'], seconds: 0 },
])('$summary', ({ dates, seconds }) => {
  const releases = dates.map((date) => ({
    id: 'x',
    origin: 'Debian',
    suite: 's',
    codename: 'c',
    date,
    sha256: '0'.repeat(64),
  }))
  expect(newestReleaseDate({ releases })).toBe(seconds)
})
