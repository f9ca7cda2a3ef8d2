import { execFileSync, spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseReleaseDate } from './release-date.js'

/** Debian's own Python, whose apt_pkg.str_to_time is apt's RFC1123StrToTime. */
const python = '/usr/bin/python3'
const hasApt = spawnSync(python, ['-c', 'import apt_pkg']).status === 0

const program = `
import apt_pkg, json, sys
def ask(text):
    try:
        return apt_pkg.str_to_time(text)
    except Exception:
        return None
print(json.dumps([ask(text) for text in json.load(sys.stdin)]))
`

function aptTimes(texts: readonly string[]): (number | null)[] {
  const input = JSON.stringify(texts)
  return JSON.parse(execFileSync(python, ['-c', program], { input, encoding: 'utf8' }))
}

const odd = [
  'Fri, 27 Nov 2026  3:16:34 UTC',
  'Fri, 27 Nov 2026 03:16:34 +0000',
  'Fri, 27 Nov 2026 03:16:34 +0100',
  'Fri, 27 Nov 2026 03:16:34 CET',
  'Fri, 27 Nov 2026 03:16:34',
  'Fri, 27 Nov 2026 03:16:34 UTC ',
  'Fri,\t27\nNov  2026 3:1:2 Z',
  'Fri Nov 27 03:16:34 2026',
  'Friday, 27-Nov-126 03:16:34 GMT',
  'Friday, 27-Nov-26 03:16:34 GMT',
  'Friday, 27-Nov-26- 03:16:34 GMT',
  'Fri, 31 Feb 2026 03:16:34 UTC',
  'Fri, 0 Nov 2026 03:16:34 UTC',
  'Fri, 32 Nov 2026 03:16:34 UTC',
  'Fri, 27 Nov 2026 24:00:00 UTC',
  'Fri, 27 Nov 2026 23:59:61 UTC',
  'Fri, 27 Nov 2026 23:59:62 UTC',
  'Fri, 27 Nov 20260 23:59:00 UTC',
  'Fri, 27 Nov 26 23:59:00 UTC',
  'Fri, 27Nov 2026 23:59:00 UTC',
  'Fri, 27 Nov2026 23:59:00 UTC',
  'Fri, 27 Nov 2026 3:16:34.5 UTC',
  'Fri, 27 NOVEMBER 2026 3:16:34 UTC',
  'Fri, 27 Xyz 2026 3:16:34 UTC',
  'Freitag, 27-Nov-26 03:16:34 GMT',
  'Fri,27 Nov 2026 3:16:34 UTC',
  '2026-11-27 03:16:34',
  '',
]

/** Mostly what is right, so that some dates are right as a whole. */
const often = (right: readonly string[], odd: readonly string[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...right) }, fc.constantFrom(...odd))
const number = often(['1', '06', ' 9', '23', '11', '3'], ['0', '00', '31', '32', '59', '61', '97'])
const blank = often([' ', '  ', '\t', ' \n '], [''])
const comma = often(['Mon,', 'tue,', 'Saturday,'], ['Thu', 'Xyz,', ',', ''])
const bare = often(['Mon', 'WED', 'fri'], ['Thu,', 'Sunday'])
const month = often(['Jan', 'feb', 'MAR', 'May', 'June', 'Aug'], ['Q', '', 'Jx', 'maerz'])
const year = often(['1969', '2026', '26', '126'], ['0', '9999', '12026', '+2026', '-5', '2026x'])
const time = fc
  .tuple(number, number, number, often([''], ['.5', 'x', ':1']))
  .map(([h, m, s, rest]) => `${h}:${m}:${s}${rest}`)
const zone = often(['UTC', 'GMT', 'Z', '+0000', '-0'], ['+0100', 'utc', 'CET', '0x0', ''])
const end = often([''], [' ', 'x'])
const b = blank

const date = fc.oneof(
  fc.tuple(comma, b, number, b, month, b, year, b, time, b, zone, end),
  fc.tuple(bare, b, month, b, number, b, time, b, year, end),
  fc
    .tuple(number, month, number, often([''], ['-', '-1']))
    .map(([d, m, y, rest]) => `${d}-${m}-${y}${rest}`)
    .chain((words) => fc.tuple(comma, b, fc.constant(words), b, time, b, zone)),
)

describe('parseReleaseDate', () => {
  it('reads the three forms', () => {
    for (const text of ['Sun, 06 Nov 1994  8:49:37 GMT', 'Sun Nov  6 08:49:37 1994']) {
      expect(parseReleaseDate(text)).toBe(784111777000)
    }
  })

  it.skipIf(!hasApt)('reads what apt reads, and nothing else (needs python3-apt)', () => {
    const generated = fc.sample(date, { numRuns: 3000, seed: 7 }).map((parts) => parts.join(''))
    const texts = [...odd, ...generated]
    const apt = aptTimes(texts)
    const ours = texts.map((text) => parseReleaseDate(text))
    const differences = texts.flatMap((text, at) =>
      (ours[at] ?? null) === (apt[at] === null ? null : Number(apt[at]) * 1000)
        ? []
        : [{ text, apt: apt[at], ours: ours[at] }],
    )
    expect(differences).toEqual([])
    expect(apt.filter((each) => each !== null).length).toBeGreaterThan(200)
  })
})
