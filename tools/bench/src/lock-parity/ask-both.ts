import type { Lockfile } from '@apt2ostree/lockfile'
import { lock, type Offer, type Previous, parsePreferences } from '@apt2ostree/lockgen'
import type { Outcome } from './apt-choice.js'
import type { Question } from './questions.js'
import type { SmallRoot } from './small-root.js'

/** apt's answer to a question and ours. */
export interface Answered {
  readonly apt: Outcome
  readonly ours: Outcome
}

const seeds = ['?essential', '?priority(required)']
/** Only these suites' newer versions count, and what is installed (100) goes before all others. */
const securityAlone = ['one', 'two', 'one-backports']
  .map((codename) => `Package: *\nPin: release n=${codename}\nPin-Priority: 1\n`)
  .join('\n')

/**
 * Returns both answers, undefined where there is no earlier lock to begin with. `before` are the
 * packages that an earlier lock was made from, `now` those that the root publishes; apt has the
 * earlier lock's packages installed, and is asked as one would ask it for what the question means.
 */
export function askBoth(
  root: SmallRoot,
  question: Question,
  before: readonly Offer[],
  now: readonly Offer[],
): Answered | undefined {
  const { kind, requests, preferences, more } = question
  if (kind === 'pins' || kind === 'release') {
    root.install(undefined)
    root.prefer(preferences)
    const apt = root.ask(['install', ...requests, ...seeds], undefined)
    return { apt, ours: outcome(() => made(now, requests, preferences)) }
  }
  const old = attempt(() => made(before, requests, ''))
  if (!('packages' in old)) return undefined
  root.install(old)
  root.prefer(kind === 'security' ? securityAlone : '')
  const verb = kind === 'security' ? ['upgrade', '--with-new-pkgs'] : ['install', ...more]
  const apt = root.ask(['--auto-remove', ...verb], old)
  // What is installed and named takes its newest version, and is asked for from then on.
  const update = more.filter((name) => old.packages.some((locked) => locked.name === name))
  const previous = { lock: old, update, security: kind === 'security' }
  return { apt, ours: outcome(() => made(now, [...requests, ...more], '', previous)) }
}

function made(
  offers: readonly Offer[],
  requests: readonly string[],
  preferences: string,
  previous?: Previous,
): Lockfile {
  return lock({
    offers,
    architecture: 'amd64',
    requests,
    pins: parsePreferences(preferences),
    ...(previous && { previous }),
  })
}

function outcome(make: () => Lockfile): Outcome {
  const result = attempt(make)
  if (!('packages' in result)) return result
  return { packages: result.packages.map(({ name, version }) => `${name} ${version}`).sort() }
}

function attempt(make: () => Lockfile): Lockfile | { refusal: string } {
  try {
    return make()
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) }
  }
}
