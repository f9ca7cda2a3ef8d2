import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatStanza, parseStanza } from '@apt2ostree/deb822'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unpackOrder } from '../src/index.js'

/** Small sets of packages, each of names of its own, so that one index and one `apt-get update` do for all. */
const sets = 30

const hasApt = (() => {
  try {
    return execFileSync('apt-get', ['--version']).length > 0
  } catch {
    return false
  }
})()

const size = 9

/** Alternatives, each the distance to a package of a smaller number, or `virtual`, which some provide. */
type Need = readonly (number | 'virtual')[]

interface Package {
  readonly essential: boolean
  readonly priority: string
  readonly provides: boolean
  readonly preDepends: readonly Need[]
  readonly depends: readonly Need[]
  /** A package that it depends on whatever its number: here circles come from. */
  readonly any: number | undefined
}

const need: fc.Arbitrary<Need> = fc.array(
  fc.oneof({ weight: 8, arbitrary: fc.nat(size) }, fc.constant('virtual' as const)),
  { minLength: 1, maxLength: 2 },
)
const seldom = (times: number) => fc.nat(times).map((value) => value === 0)
const anyPackage: fc.Arbitrary<Package> = fc.record({
  essential: seldom(6),
  priority: fc.constantFrom('required', 'important', 'optional', 'extra'),
  provides: seldom(12),
  preDepends: fc.array(need, { maxLength: 1 }),
  depends: fc.array(need, { maxLength: 3 }),
  any: fc.nat(size * 12).map((value) => (value < size ? value : undefined)),
})
const anySet = fc.array(anyPackage, { minLength: size, maxLength: size })

/** The stanzas of a set: the order of its packages' names is not that of their numbers. */
function stanzasOf(set: readonly Package[], prefix: string): string[] {
  const nameOf = (index: number) => `${prefix}${(index * 4) % size}`
  return set.map(({ essential, priority, provides, preDepends, depends, any }, index) => {
    const names = (alternatives: Need) =>
      alternatives.map((each) =>
        each === 'virtual' ? `${prefix}virtual` : nameOf(index === 0 ? 0 : each % index),
      )
    const relations = (needs: readonly Need[]) =>
      index === 0 ? [] : needs.map((alternatives) => names(alternatives).join(' | '))
    const anyOne = any === undefined || any === index ? [] : [nameOf(any)]
    const fields: [string, string][] = [
      ['Package', nameOf(index)],
      ['Version', '1'],
      ['Architecture', 'amd64'],
      ['Priority', priority],
      ['Essential', essential ? 'yes' : ''],
      ['Provides', provides || index === 0 ? `${prefix}virtual` : ''],
      ['Pre-Depends', relations(preDepends).join(', ')],
      ['Depends', [...relations(depends), ...anyOne].join(', ')],
      ['Filename', `${nameOf(index)}.deb`],
      ['Size', '1'],
      ['SHA256', '01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b'],
    ]
    return formatStanza(fields.filter(([, value]) => value !== ''))
  })
}

describe.skipIf(!hasApt)('packages are in the order of apt-get --simulate (needs apt)', () => {
  const root = mkdtempSync(join(tmpdir(), 'apt-order-'))
  const options = [
    `Dir=${root}`,
    `Dir::State::status=${root}/status`,
    'APT::Architecture=amd64',
    'APT::Architectures::=amd64',
    'APT::Sandbox::User=root',
    'Acquire::Languages=none',
    'APT::Install-Recommends=false',
  ].flatMap((option) => ['-o', option])
  const apt = (...args: string[]) =>
    execFileSync('apt-get', [...options, ...args], { encoding: 'utf8', stdio: 'pipe' })
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
  const worlds = fc.sample(anySet, { seed, numRuns: sets })
  const stanzas = worlds.map((set, index) => stanzasOf(set, `s${index}-`).toSorted())

  beforeAll(() => {
    for (const path of [
      'etc/apt/preferences.d',
      'var/lib/apt/lists/partial',
      'var/cache/apt/archives/partial',
      'archive',
    ]) {
      mkdirSync(join(root, path), { recursive: true })
    }
    writeFileSync(join(root, 'status'), '')
    writeFileSync(join(root, 'etc/apt/sources.list'), `deb [trusted=yes] file:${root}/archive ./\n`)
    writeFileSync(
      join(root, 'archive/Packages'),
      stanzas
        .flat()
        .map((text) => `${text}\n`)
        .join(''),
    )
    apt('update')
  })
  afterAll(() => rmSync(root, { recursive: true }))

  /** The order of apt, or undefined where it gives up: not every circle of dependencies is one that it can cut. */
  const aptOrder = (names: readonly string[]): string[] | undefined => {
    try {
      const said = apt('--simulate', 'install', ...names)
      return [...said.matchAll(/^Inst (\S+)/gm)].map(([, name = '']) => name)
    } catch {
      return undefined
    }
  }

  test(`${sets} sets, SEED=${seed}`, () => {
    const compared = stanzas.flatMap((texts) => {
      const packages = texts.map((text) => {
        const stanza = parseStanza(text)
        return { name: stanza.get('Package') ?? '', version: '1', architecture: 'amd64', stanza }
      })
      const expected = aptOrder(packages.map(({ name }) => name))
      const ordered = unpackOrder({ architecture: 'amd64', packages })
      return expected === undefined ? [] : [{ expected, ordered: ordered.map(({ name }) => name) }]
    })
    expect(compared.length).toBeGreaterThan(sets / 2)
    expect(compared.map(({ ordered }) => ordered)).toEqual(compared.map(({ expected }) => expected))
  })
})
