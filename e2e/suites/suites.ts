import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readHost } from '@apt2ostree/apt-index'

/** A release of Debian or Ubuntu, with the apt sources that make it. */
export interface Release {
  readonly suite: string
  /** Lines of sources.list(5); none where no mirror of its distribution is known. */
  readonly sources: readonly string[]
  /** Why it cannot be had from here. */
  readonly missing?: string
}

/** A distribution: where its releases are, and which of them are looked after. */
interface Distribution {
  readonly name: 'Debian' | 'Ubuntu'
  /** The variable that names its mirror, where this machine's apt sources do not. */
  readonly variable: string
  readonly keyring: string
  readonly components: string
  /** Each with its pockets, which are used where they answer. */
  readonly suites: Readonly<Record<string, readonly string[]>>
}

const keyrings = fileURLToPath(new URL('../../packages/apt-index/keyrings/', import.meta.url))

const distributions: readonly Distribution[] = [
  {
    name: 'Debian',
    variable: 'DEBIAN_MIRROR',
    keyring: `${keyrings}debian-archive-keyring.gpg`,
    components: 'main',
    suites: {
      bullseye: ['bullseye-updates'],
      bookworm: ['bookworm-updates'],
      trixie: ['trixie-updates'],
      forky: [],
      sid: [],
    },
  },
  {
    name: 'Ubuntu',
    variable: 'UBUNTU_MIRROR',
    keyring: `${keyrings}ubuntu-archive-keyring.gpg`,
    components: 'main universe',
    suites: Object.fromEntries(
      ['jammy', 'noble', 'questing', 'resolute'].map((name) => [
        name,
        [`${name}-updates`, `${name}-security`],
      ]),
    ),
  },
]

/** Returns every release, asking the mirrors which suites they have. */
export function findReleases(env: NodeJS.ProcessEnv): Promise<Release[]> {
  const all = distributions.map(async (distribution) => {
    const { variable, suites } = distribution
    const mirror = env[variable] ?? (await hostMirror(distribution.name))
    return Promise.all(
      Object.entries(suites).map(async ([suite, pockets]): Promise<Release> => {
        if (mirror === undefined) return { suite, sources: [], missing: `${variable} is not set` }
        if (!(await answers(mirror, suite))) {
          return { suite, sources: [], missing: `${mirror} has no suite ${suite}` }
        }
        const found = await Promise.all(
          pockets.map(async (pocket) => ((await answers(mirror, pocket)) ? [pocket] : [])),
        )
        return { suite, sources: [suite, ...found.flat()].map(lineOf(distribution, mirror)) }
      }),
    )
  })
  return Promise.all(all).then((each) => each.flat())
}

function lineOf({ keyring, components }: Distribution, mirror: string) {
  // What is compared are trees: a mirror that is behind will do.
  const options = `signed-by=${keyring} check-valid-until=no`
  return (suite: string) => `deb [${options}] ${mirror} ${suite} ${components}`
}

/** The first of this machine's apt sources, if it runs that distribution. */
async function hostMirror(name: string): Promise<string | undefined> {
  const id = /^ID=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]
  return id === name.toLowerCase() ? (await readHost(process.env)).sources[0]?.uri : undefined
}

async function answers(mirror: string, suite: string): Promise<boolean> {
  const url = `${mirror.replace(/\/$/, '')}/dists/${suite}/InRelease`
  const signal = AbortSignal.timeout(60_000)
  return fetch(url, { method: 'HEAD', signal }).then(
    ({ ok }) => ok,
    () => false,
  )
}
