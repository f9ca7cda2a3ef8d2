import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions, Deb822Error, formatVersion, parseVersion } from './index.js'

const hasDpkg = spawnSync('dpkg', ['--version']).status === 0
const python = '/usr/bin/python3'
const hasApt = spawnSync(python, ['-c', 'import apt_pkg']).status === 0

/** Prints dpkg's answer, 0 or 1, to each line "VERSION lt|eq|gt VERSION". */
const askDpkg =
  'while read -r a is b; do dpkg --compare-versions "$a" "$is" "$b" && echo 0 || echo 1; done'
const askApt = `
import apt_pkg, json, sys
apt_pkg.init_config()
apt_pkg.init_system()
json.dump([apt_pkg.version_compare(a, b) for a, b in json.load(sys.stdin)], sys.stdout)
`

const part = fc.stringMatching(/^[a-z0-9.+~]{0,6}$/)
const version = fc
  .tuple(fc.option(fc.nat(3)), fc.nat(20), part, fc.option(fc.stringMatching(/^[a-z0-9.+~]{1,4}$/)))
  .map(([epoch, digit, rest, revision]) =>
    [epoch === null ? '' : `${epoch}:`, digit, rest, revision === null ? '' : `-${revision}`].join(
      '',
    ),
  )

describe('compareVersions', () => {
  it.each([
    { summary: 'digits by value', smaller: '1.9', larger: '1.10' },
    { summary: 'a tilde before the end', smaller: '1.0~rc1', larger: '1.0' },
    { summary: 'a tilde before a letter', smaller: '1.0~', larger: '1.0a' },
    { summary: 'letters before other characters', smaller: '1.0a', larger: '1.0+' },
    { summary: 'the epoch first', smaller: '9.9-9', larger: '1:0' },
    { summary: 'the revision last', smaller: '1.0-1', larger: '1.0-1+b1' },
    { summary: 'a dash in the upstream version', smaller: '1.0-1-1', larger: '1.0-2-0' },
  ])('orders $summary', ({ smaller, larger }) => {
    expect(compareVersions(smaller, larger)).toBe(-1)
    expect(compareVersions(larger, smaller)).toBe(1)
  })

  it.each([
    ['0:1', '1'],
    ['1', '1-0'],
    ['1.01', '1.1'],
    ['1.0', '1.'],
  ])('takes %s and %s as equal', (a, b) => {
    expect(compareVersions(a, b)).toBe(0)
  })

  it('is an order', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(compareVersions(a, b)).toBe(0 - compareVersions(b, a))
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) {
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0)
        }
      }),
    )
  })

  it.skipIf(!hasDpkg)('decides as dpkg --compare-versions (needs dpkg)', () => {
    const pairs = fc.sample(fc.tuple(version, version), { numRuns: 300, seed: 15 })
    const relation = ([a, b]: [string, string]) =>
      ({ '-1': 'lt', '0': 'eq', '1': 'gt' })[compareVersions(a, b)]
    const input = pairs.map((pair) => `${pair[0]} ${relation(pair)} ${pair[1]}\n`).join('')
    const { stdout } = spawnSync('sh', ['-c', askDpkg], { input, encoding: 'utf8' })
    const wrong = pairs.filter((_, at) => stdout.split('\n')[at] !== '0')
    expect(wrong).toEqual([])
  })

  it.skipIf(!hasApt)(
    'orders versions that dpkg would refuse as apt does (needs python3-apt)',
    () => {
      const epoch = fc.constantFrom('', '', '0:', '1:', '010:')
      const first = fc.constantFrom('0', '1', '9', 'v', 'Z')
      const rest = fc.stringMatching(/^[0195aZ~.+:_ $(-]{0,6}[0195aZ~.+_ $(]$/)
      const odd = fc
        .tuple(epoch, first, rest)
        .map(([epoch, first, rest]) => epoch + first + (epoch ? rest : rest.replaceAll(':', '')))
      const pairs = fc.sample(fc.tuple(odd, odd), { numRuns: 20_000, seed: 15 })
      const { stdout } = spawnSync(python, ['-c', askApt], {
        input: JSON.stringify(pairs),
        encoding: 'utf8',
      })
      const theirs: number[] = JSON.parse(stdout)
      const wrong = pairs.filter(
        ([a, b], at) => Math.sign(theirs[at] ?? 9) !== compareVersions(a, b),
      )
      expect(wrong).toEqual([])
    },
  )
})

describe('parseVersion', () => {
  it('returns the parts', () => {
    expect(parseVersion('1:2.0-rc1-3')).toEqual({ epoch: 1, upstream: '2.0-rc1', revision: '3' })
    expect(parseVersion('2.0')).toEqual({ epoch: 0, upstream: '2.0', revision: '' })
  })

  it('reads what formatVersion writes', () => {
    fc.assert(
      fc.property(version, (text) => {
        const parsed = parseVersion(text)
        expect(parseVersion(formatVersion(parsed))).toEqual(parsed)
      }),
    )
    const anyText = fc.string({ unit: fc.constantFrom(...'0011:::--a~.\xa0 '), maxLength: 8 })
    fc.assert(
      fc.property(anyText, (text) => {
        try {
          parseVersion(text)
        } catch (error) {
          expect(error).toBeInstanceOf(Deb822Error)
          return
        }
        const parsed = parseVersion(text)
        expect(parseVersion(formatVersion(parsed))).toEqual(parsed)
        expect(compareVersions(text, formatVersion(parsed))).toBe(0)
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    { summary: 'nothing', text: '', part: 'upstream version' },
    { summary: 'an epoch that is no number', text: 'a:1', part: 'epoch' },
    { summary: 'an epoch that is too large', text: '2147483648:1', part: 'epoch' },
    { summary: 'no upstream version', text: '1:', part: 'upstream version' },
    { summary: 'no digit in front', text: 'v1', part: 'upstream version' },
    { summary: 'an empty revision', text: '1-', part: 'revision' },
    { summary: 'a character outside the alphabet', text: '1_2', part: 'upstream version' },
  ])('refuses $summary', ({ text, part }) => {
    expect(() => parseVersion(text)).toThrow(`invalid version "${text}": bad ${part}`)
  })
})
