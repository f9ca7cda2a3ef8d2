import { describe, expect, it } from 'vitest'
import { parseConfiguration } from '../../test/parse-configuration.js'
import { createSource } from '../sources/source.js'
import type { SourceOptions } from '../sources/source-options.js'
import { checkRelease } from './check-release.js'
import { parseRelease } from './release.js'
import { releasePolicy } from './release-policy.js'

const day = 86_400
const now = new Date('2020-01-10T00:00:00Z')

interface Case {
  readonly summary: string
  /** Fields of the Release file. */
  readonly release?: Readonly<Record<string, string>>
  readonly suite?: string
  readonly options?: SourceOptions
  /** The machine's apt.conf. */
  readonly conf?: string
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
  {
    summary: 'expired before it was made, which was yesterday',
    release: { ...expired, Date: 'Fri, 10 Jan 2020 12:00:00 UTC' },
    options: { dateMaxFuture: day },
    message: 'it expired on Thu, 09 Jan',
  },
  { summary: 'expired, which is fine', release: expired, options: { checkValidUntil: false } },
  {
    summary: 'expired, which is fine here',
    release: expired,
    conf: 'Acquire::Check-Valid-Until "no";',
  },
  { summary: 'expired, dates unseen', release: expired, conf: 'Acquire::Check-Date "no";' },
  {
    summary: 'expired, the source being stricter than the machine',
    release: expired,
    options: { checkValidUntil: true },
    conf: 'Acquire::Check-Valid-Until "no";',
    message: 'it expired on',
  },
  {
    summary: 'expired, yet valid for a while',
    release: expired,
    options: { validUntilMin: 9 * day },
  },
  { summary: 'too old', options: { validUntilMax: 7 * day }, message: 'it expired on Thu, 09 Jan' },
  { summary: 'not too old', options: { validUntilMax: 9 * day } },
  {
    summary: 'too old at last, whatever the least is',
    release: expired,
    options: { validUntilMin: 30 * day, validUntilMax: day },
    message: 'it expired on Fri, 03 Jan',
  },
  {
    summary: 'too old for this machine',
    conf: 'Acquire::Max-ValidTime "86400";',
    message: 'it expired on Fri, 03 Jan',
  },
  {
    summary: 'too old for this machine, of that label',
    release: { Label: 'Some Thing' },
    conf: 'Acquire::Max-ValidTime "864000"; Acquire::Max-ValidTime::Some%20Thing "86400";',
    message: 'it expired on Fri, 03 Jan',
  },
  {
    summary: 'expired, yet valid for a while on this machine',
    release: expired,
    conf: 'Acquire::Min-ValidTime "8640000";',
  },
  {
    summary: 'of the near future as this machine has it',
    release: future,
    conf: 'Acquire::Max-FutureTime "86400";',
  },
  { summary: 'of the future', release: future, message: 'it is dated in the future' },
  { summary: 'of the future, which is fine', release: future, options: { checkDate: false } },
  { summary: 'of the near future', release: future, options: { dateMaxFuture: day } },
]

describe('a Release file', () => {
  it.each(cases)(
    '$summary',
    ({ release = {}, suite = 'stable', options = {}, conf = '', message }) => {
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
      const policy = releasePolicy(parseConfiguration(conf), now)
      const run = () => checkRelease(parsed, createSource(parts, options), policy)
      if (message === undefined) run()
      else expect(run).toThrow(message)
    },
  )
})
