import { describe, expect, it } from 'vitest'
import { checkRelease, type DatePolicy } from './check-release.js'
import { parseRelease } from './release.js'
import { createSource } from './source.js'
import type { SourceOptions } from './source-options.js'

const day = 86_400
const policy: DatePolicy = {
  checkDate: true,
  checkValidUntil: true,
  now: new Date('2020-01-10T00:00:00Z'),
}

interface Case {
  readonly summary: string
  /** Fields of the Release file. */
  readonly release?: Readonly<Record<string, string>>
  readonly suite?: string
  readonly options?: SourceOptions
  readonly policy?: Partial<DatePolicy>
  /** What is wrong; nothing when left out. */
  readonly message?: string
}

const expired = { 'Valid-Until': 'Thu, 09 Jan 2020 00:00:00 UTC' }
const future = { Date: 'Sat, 11 Jan 2020 00:00:00 UTC' }

const cases: Case[] = [
  { summary: 'of the suite' },
  { summary: 'of the codename', suite: 'test' },
  { summary: 'of a suite with a part', suite: 'stable/updates' },
  { summary: 'of no name', release: { Suite: '', Codename: '' } },
  {
    summary: 'of another suite',
    suite: 'sid',
    message: 'it is of suite "stable" or "test", not "sid"',
  },
  { summary: 'of another suite, which is fine', suite: 'sid', options: { checkSuite: false } },
  { summary: 'of a flat archive', suite: './' },
  { summary: 'expired', release: expired, message: 'it expired on Thu, 09 Jan 2020 00:00:00 GMT' },
  { summary: 'expired, which is fine', release: expired, options: { checkValidUntil: false } },
  { summary: 'expired, which is fine here', release: expired, policy: { checkValidUntil: false } },
  { summary: 'expired, dates unseen', release: expired, policy: { checkDate: false } },
  {
    summary: 'expired, the source being stricter than the machine',
    release: expired,
    options: { checkValidUntil: true },
    policy: { checkValidUntil: false },
    message: 'it expired on',
  },
  {
    summary: 'expired, yet valid for a while',
    release: expired,
    options: { validUntilMin: 9 * day },
  },
  { summary: 'too old', options: { validUntilMax: 7 * day }, message: 'it expired on Thu, 09 Jan' },
  { summary: 'not too old', options: { validUntilMax: 9 * day } },
  { summary: 'of the future', release: future, message: 'it is dated in the future' },
  { summary: 'of the future, which is fine', release: future, options: { checkDate: false } },
  { summary: 'of the near future', release: future, options: { dateMaxFuture: day } },
]

describe('a Release file', () => {
  it.each(cases)(
    '$summary',
    ({ release = {}, suite = 'stable', options = {}, message, ...rest }) => {
      const fields = {
        Suite: 'stable',
        Codename: 'test',
        Date: 'Thu, 02 Jan 2020 00:00:00 UTC',
        ...release,
      }
      const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`)
      const parsed = parseRelease(`${lines.join('\n')}\nSHA256:\n`)
      const components = suite.endsWith('/') ? [] : ['main']
      const parts = { uri: 'http://a.example.org', suite, components, origin: 'test:1' }
      const run = () =>
        checkRelease(parsed, createSource(parts, options), { ...policy, ...rest.policy })
      if (message === undefined) run()
      else expect(run).toThrow(message)
    },
  )
})
