import { pick } from './random.js'
import { names, type SmallSuite } from './small-archives.js'

/** What apt-get and lockgen are both asked about made-up archives. */
export interface Question {
  readonly kind: 'pins' | 'release' | 'previous' | 'update' | 'security'
  readonly requests: readonly string[]
  /** Text of a preferences file. */
  readonly preferences: string
  /** Of `update`: what is asked for besides, or may move where it is there already. */
  readonly more: readonly string[]
}

/** Returns a question, the same for the same random numbers. */
export function randomQuestion(random: () => number, suites: readonly SmallSuite[]): Question {
  const kinds = [
    'pins',
    'pins',
    'pins',
    'release',
    'previous',
    'update',
    'update',
    'security',
  ] as const
  const kind = pick(random, kinds)
  const wanted = some(random, 1, 3, () => pick(random, names))
  return {
    kind,
    requests:
      kind === 'release' ? wanted.map((name) => releaseRequest(random, name, suites)) : wanted,
    preferences:
      kind === 'pins' ? some(random, 1, 4, () => randomPin(random, suites)).join('\n') : '',
    more: kind === 'update' ? [pick(random, names)] : [],
  }
}

function releaseRequest(random: () => number, name: string, suites: readonly SmallSuite[]): string {
  const suite = pick(random, suites)
  const { Suite = '', Codename = '', Version = '9' } = suite.release
  const version = suite.packages.find((each) => each.name === name)?.version ?? '1'
  return pick(random, [
    name,
    `${name}/${Suite}`,
    `${name}/${Codename}`,
    `${name}/${Version}`,
    `${name}/${Version.slice(0, 2)}*`,
    `${name}/n=${Codename}`,
    `${name}=${version}`,
    `${name}=${version.slice(0, 1)}*`,
  ])
}

function randomPin(random: () => number, suites: readonly SmallSuite[]): string {
  const name = pick(random, names)
  const packages = pick(random, [
    '*',
    '*',
    '*',
    name,
    name.toUpperCase(),
    `${name} ${pick(random, names)}`,
    `${name.slice(0, 1)}*`,
    `${name.slice(0, 1).toUpperCase()}*`,
    '[a-d]*',
    `/^[${name.slice(0, 1)}x]/`,
    `src:${name}-src`,
    'src:*-src',
    `${name}:any`,
    `${name}:i386`,
    '?o?',
  ])
  const priority = pick(random, [-10, 1, 50, 100, 101, 400, 500, 501, 600, 990, 1001])
  const isGeneral = packages === '*'
  const pin = random() < 0.75 || isGeneral ? releasePin(random, suites) : versionPin(random)
  const never = isGeneral && random() < 0.1
  return `Package: ${packages}\nPin: ${pin}\nPin-Priority: ${never ? 'never' : priority}\n`
}

function versionPin(random: () => number): string {
  return `version ${pick(random, ['1', '1*', '2*', '*', '*sec1', '/sec/', '1.5', '2~BPO'])}`
}

function releasePin(random: () => number, suites: readonly SmallSuite[]): string {
  const { release } = pick(random, suites)
  const values: readonly [string, string][] = [
    ['a', release['Suite'] ?? ''],
    ['n', release['Codename'] ?? ''],
    ['v', release['Version'] ?? '12*'],
    ['v', `${release['Version']?.slice(0, 2) ?? '1'}*`],
    ['o', release['Origin'] ?? '*'],
    ['l', release['Label'] ?? 'Acme*'],
    ['c', 'main'],
    ['c', 'ma*'],
    ['b', 'amd64'],
    ['suite', release['Suite'] ?? ''],
    ['N', (release['Codename'] ?? '').toUpperCase()],
    ['a', '/^stable/'],
    ['n', ''],
    ['o', ' Acme'],
  ]
  const pairs = some(random, 1, 3, () => pick(random, values).join('='))
  return pick(random, [
    `release ${pairs.join(', ')}`,
    `release ${pairs.join(',')}`,
    `release ${pairs.join(' ,')}`,
    `RELEASE ${pairs[0]}`,
    `release ${release['Codename']}`,
    `release ${release['Suite']}`,
    `release ${release['Version'] ?? '1*'}`,
    'release 12*',
    'release *',
    'origin ""',
    'origin example.org',
  ])
}

function some<T>(random: () => number, least: number, most: number, make: () => T): T[] {
  return Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, make)
}
