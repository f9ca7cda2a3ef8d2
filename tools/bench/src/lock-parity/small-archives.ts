import { pick } from './random.js'

/** A suite of a made-up archive: what its Release file says, and its packages. */
export interface SmallSuite {
  /** Its folder under dists. */
  readonly name: string
  /** Fields of the Release file, in its spelling. */
  readonly release: Readonly<Record<string, string>>
  readonly packages: readonly SmallPackage[]
}

export interface SmallPackage {
  readonly name: string
  readonly version: string
  /** Fields besides Package, Version and those of the .deb, one a line. */
  readonly fields: readonly string[]
}

export const names = ['ant', 'bee', 'cat', 'dog', 'eel', 'fox', 'gnu', 'hen']
const versions = ['1', '1.5', '2', '2+two', '3', '0.9', '1~two', '1.5+two']

/**
 * Returns suites of a few packages that differ in everything pins and requests can tell apart: a
 * stable one that has all, one or two more that hold other versions, and one of security updates.
 */
export function smallArchives(random: () => number): SmallSuite[] {
  const chance = (part: number) => random() < part
  const flag = (field: string, part: number) => (chance(part) ? { [field]: 'yes' } : {})
  const some = (part: number, make: (name: string) => SmallPackage) =>
    names.filter(() => chance(part)).map(make)
  const stable = names.map((name) => smallPackage(random, name, pick(random, ['1', '1.5'])))
  const release = (suite: string, codename: string, version: string) => ({
    Suite: suite,
    Codename: codename,
    ...(version === '' ? {} : { Version: version }),
    ...(chance(0.8) ? { Origin: pick(random, ['Acme', 'Other']) } : {}),
    ...(chance(0.5) ? { Label: pick(random, ['Acme', 'Acme Extra']) } : {}),
  })
  const security = stable
    .filter(() => chance(0.4))
    .map(({ name, version, fields }) => ({ name, version: `${version}+sec1`, fields }))
  return [
    {
      name: 'one',
      release: release('stable', 'one', '12.1'),
      packages: [{ name: 'base', version: '1', fields: seed }, ...stable],
    },
    {
      name: 'two',
      release: {
        ...release('testing', 'two', pick(random, ['13', '12.5', ''])),
        ...flag('NotAutomatic', 0.4),
        ...flag('ButAutomaticUpgrades', 0.4),
      },
      packages: some(0.6, (name) => smallPackage(random, name, pick(random, versions))),
    },
    {
      name: 'one-security',
      release: release('stable-security', 'one-security', '12'),
      packages: security,
    },
    ...(chance(0.5)
      ? [
          {
            name: 'one-backports',
            release: {
              ...release('stable-backports', 'one-backports', ''),
              NotAutomatic: 'yes',
              ButAutomaticUpgrades: 'yes',
            },
            packages: some(0.5, (name) => smallPackage(random, name, '2~bpo')),
          },
        ]
      : []),
  ]
}

/** apt asks for these by a pattern, which has to match something. */
const seed = ['Essential: yes', 'Priority: required']

function smallPackage(random: () => number, name: string, version: string): SmallPackage {
  const others = names.filter((other) => other !== name)
  const relation = (): string => {
    const alternatives = Array.from({ length: random() < 0.4 ? 2 : 1 }, () => {
      const target = pick(random, [...others, 'zoo'])
      return random() < 0.2 ? `${target} (${pick(random, ['>= 1', '>= 2', '<< 3'])})` : target
    })
    return [...new Set(alternatives)].join(' | ')
  }
  const maybe = (part: number, field: string, value: () => string) =>
    random() < part ? [`${field}: ${value()}`] : []
  return {
    name,
    version,
    fields: [
      ...maybe(0.2, 'Source', () => `${pick(random, names)}-src`),
      ...maybe(0.2, 'Provides', () => 'zoo'),
      ...maybe(0.55, 'Depends', () =>
        Array.from({ length: random() < 0.4 ? 2 : 1 }, relation).join(', '),
      ),
      ...maybe(0.06, 'Conflicts', () => pick(random, others)),
    ],
  }
}
