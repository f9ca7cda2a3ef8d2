import {
  AptError,
  createFetchContext,
  fetchRelease,
  hostSources,
  readHost,
} from '@apt2ostree/apt-index'
import { buildSuite, createSigningKey } from '@apt2ostree/testkit'
import { pick } from '../lock-parity/random.js'
import { AptMachine } from './apt-machine.js'
import type { Answers, Question } from './question.js'

const day = 86_400
const key = await createSigningKey({ type: 'ed25519' })

interface Scene {
  /** Fields of the Release file, the first time and the second. */
  readonly fields: readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>]
  readonly options: readonly string[]
  readonly conf: readonly string[]
}

const limits = ['3600', '86400', '864000', '31536000', '0']
const confs = [
  ...[
    'Acquire::Check-Valid-Until "no";',
    'Acquire::Check-Date "no";',
    'Acquire::Max-FutureTime "999999";',
  ],
  ...['Acquire::AllowReleaseInfoChange "yes";', 'Acquire::AllowReleaseInfoChange::Codename "yes";'],
  ...[
    'Acquire::AllowReleaseInfoChange::Suite "no";',
    'Acquire::AllowReleaseInfoChange::Version "no";',
  ],
  ...[
    'Acquire::AllowReleaseInfoChange::Origin "yes";',
    'Acquire::AllowReleaseInfoChange::Label "yes";',
  ],
]
const changes: Readonly<Record<string, readonly string[]>> = {
  Origin: ['A', 'B'],
  Label: ['L', 'Some Label'],
  Codename: ['c', 'd'],
  Version: ['1', '1.1'],
  NotAutomatic: ['yes', 'no'],
  ButAutomaticUpgrades: ['yes', 'no'],
}

/** Returns archives whose Release files may have expired, come too early, or changed their names. */
export function* releaseQuestions(count: number, random: () => number): Generator<Question> {
  for (let made = 0; made < count; made++) {
    const scene = makeScene(random)
    yield { summary: JSON.stringify(scene), ask: () => ask(scene) }
  }
}

function makeScene(random: () => number): Scene {
  const chance = (odds: number) => random() < odds
  const first: Record<string, string> = {
    Suite: 'stable',
    Date: spell(random, pick(random, [-40, -9, -2, -0.5])),
  }
  for (const [name, values] of Object.entries(changes))
    if (chance(0.6)) first[name] = pick(random, values)
  if (chance(0.5)) first['Valid-Until'] = spell(random, pick(random, [-20, -1, 1, 20]))
  if (chance(0.1)) first.Date = spell(random, pick(random, [0.5, 3]))
  if (chance(0.1))
    first['Valid-Until'] = pick(random, ['soon', '', 'Fri, 27 Nov 2026 03:16:34 CET'])
  const second = { ...first, Date: first.Date ?? '', Description: 'second' }
  const name = pick(random, Object.keys(changes))
  const other = pick(random, changes[name] ?? [''])
  const changed = chance(0.6) ? { ...second, [name]: other } : second
  const limit = (what: string) => `Acquire::${what} "${pick(random, limits)}";`
  return {
    fields: [first, changed],
    options: ['check-valid-until=no', 'check-date=no', 'check-valid-until=yes', 'check-date=yes']
      .filter(() => chance(0.1))
      .concat(chance(0.2) ? [`valid-until-max=${pick(random, limits)}`] : [])
      .concat(chance(0.2) ? [`valid-until-min=${pick(random, limits)}`] : [])
      .concat(chance(0.1) ? [`date-max-future=${pick(random, limits)}`] : []),
    conf: confs
      .filter(() => chance(0.08))
      .concat(chance(0.2) ? [limit('Max-ValidTime')] : [])
      .concat(chance(0.2) ? [limit('Min-ValidTime')] : [])
      .concat(chance(0.15) ? [limit('Max-ValidTime::Some%20Label')] : []),
  }
}

/** A date that many days from now, as archives spell dates. */
function spell(random: () => number, days: number): string {
  const text = new Date(Date.now() + days * day * 1000).toUTCString()
  return pick(random, [
    text,
    text.replace('GMT', 'UTC'),
    text.replace('GMT', '+0000'),
    text.replace(/ 0(\d:)/, '  $1'),
  ])
}

async function ask(scene: Scene): Promise<Answers> {
  const machine = new AptMachine(scene.conf)
  try {
    const keyring = machine.write('key.gpg', key.binary)
    const options = [`signed-by=${keyring}`, ...scene.options].join(' ')
    machine.write(
      'etc/apt/sources.list',
      `deb [${options}] file:${machine.root}/archive stable main\n`,
    )
    const apt: string[] = []
    const ours: string[] = []
    for (const fields of scene.fields) {
      const indexes = {
        'main/binary-amd64/Packages': 'Package: a\nVersion: 1\nArchitecture: amd64\n',
      }
      const suite = { codename: 'stable', fields, indexes, keys: [key] }
      for (const [path, bytes] of await buildSuite(suite)) machine.write(`archive/${path}`, bytes)
      apt.push(machine.aptGet('update').status === 0 ? 'taken' : 'refused')
      ours.push(await take(machine))
    }
    return { apt, ours }
  } finally {
    machine.remove()
  }
}

async function take(machine: AptMachine): Promise<string> {
  const host = await readHost(machine.environment)
  const context = createFetchContext(host, { environment: machine.environment })
  try {
    for (const source of hostSources(host, () => undefined)) await fetchRelease(source, context)
    return 'taken'
  } catch (error) {
    if (error instanceof AptError) return 'refused'
    throw error
  }
}
