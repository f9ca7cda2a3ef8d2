import {
  AptError,
  hostSources,
  packagesTargets,
  parseRelease,
  readHost,
  releaseDirectory,
} from '@apt2ostree/apt-index'
import { pick } from '../lock-parity/random.js'
import { AptMachine } from './apt-machine.js'
import type { Answers, Question } from './question.js'

/** apt asks for all architectures and components of a suite whose Release file it hasn't seen. */
const release = parseRelease(
  'Date: Thu, 02 Jan 2020 00:00:00 UTC\nArchitectures: all amd64 i386 arm64\nSHA256:\n',
)

const collected: Readonly<Record<string, string>>[] = [
  {
    'mirrors.txt': 'http://a.example.org/debian/\tpriority:1\nhttp://b.example.org/debian/\n',
    'sources.list.d/debian.sources':
      'Types: deb deb-src\nURIs: mirror+file:/etc/apt/mirrors/debian.list\nSuites: trixie trixie-updates\nComponents: main\n',
  },
  { 'sources.list': 'deb mirror+http://m.example.org/mirrors.txt noble main universe\n' },
  { 'sources.list': 'deb cdrom:[Debian GNU/Linux 13 _Trixie_ - DVD]/ trixie main\n' },
  {
    'sources.list': 'deb copy:/srv/debs ./\ndeb file:/srv/repo stable main\ndeb file:///srv/x /\n',
  },
  {
    'sources.list.d/ppa.sources':
      'Types: deb\nURIs: http://ppa.example.org/x/ubuntu/\nSuites: noble\nComponents: main\nSigned-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n xx\n -----END PGP PUBLIC KEY BLOCK-----\n',
  },
  { 'sources.list.d/x.sources': 'Enabled: no\nTypes: deb\nURIs: nonsense\nSuites: x\n' },
  {
    'sources.list.d/x.sources':
      'Types: deb\nURIs: http://a.example.org\nSuites: stable\nComponents: main\nTargets: Translations\n',
  },
  {
    'sources.list.d/x.sources':
      'Types: deb\nURIs: http://a.example.org\nSuites: stable\nComponents: main\nTargets-Remove: Packages\n',
  },
  {
    'sources.list.d/x.list':
      'deb [arch+=arm64 lang-=de pdiffs=no] http://a.example.org stable main\r\n',
  },
  {
    'sources.list':
      'deb http://a.example.org/%7euser stable main # deb x\n#deb http://b.example.org c d\n',
  },
]

const schemes = [
  'http://a.example.org/debian',
  'https://b.example.org',
  'http://c.example.org/x/',
  'file:/srv/repo',
  'copy:/srv/repo/',
  'http://u:p@d.example.org/debian',
]
const suites = [
  'stable',
  'noble-updates',
  'stable/updates',
  './',
  '/',
  'amd64/',
  '$(ARCH)/',
  'sub/dir/',
]
const options = [
  'arch=amd64',
  'arch=amd64,i386',
  'arch-=amd64',
  'arch+=i386',
  'trusted=yes',
  'by-hash=no',
  'lang=none',
  'check-valid-until=no',
  'allow-insecure=no',
  'unknown=x',
  'target=Packages',
  'target=Translations',
]
const odd = [
  '',
  ' ',
  '\t',
  '#',
  ' # x',
  'deb',
  'deb-src',
  'rpm',
  '[',
  ']',
  '[arch]',
  '[=x]',
  '"',
  '\r',
  'main',
]

/** Returns hosts' sources, collected ones and then others as the numbers fall. */
export function* sourceQuestions(count: number, random: () => number): Generator<Question> {
  for (const files of collected) yield toQuestion(files)
  for (let made = collected.length; made < count; made++) {
    const isList = random() < 0.5
    const entries = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
      isList ? line(random) : stanza(random),
    )
    const text = entries.join(isList ? '\n' : '\n\n')
    yield toQuestion({ [`sources.list.d/a.${isList ? 'list' : 'sources'}`]: `${text}\n` })
  }
}

function line(random: () => number): string {
  const suite = pick(random, suites)
  const components = suite.endsWith('/') ? '' : ' main contrib'.slice(0, random() < 0.5 ? 5 : 13)
  const list = random() < 0.5 ? `[${pick(random, options)} ${pick(random, options)}] ` : ''
  const words = `deb ${list}${pick(random, schemes)} ${suite}${components}`
  if (random() < 0.7) return words
  const parts = words.split(' ')
  parts[Math.floor(random() * parts.length)] = pick(random, odd)
  return parts.join(pick(random, [' ', '  ', '\t']))
}

function stanza(random: () => number): string {
  const suite = pick(random, suites)
  const types = pick(random, ['deb', 'deb deb-src', 'deb-src'])
  const fields = [
    `Types: ${types}`,
    `URIs: ${pick(random, schemes)}${random() < 0.3 ? `\n ${pick(random, schemes)}` : ''}`,
    `Suites: ${suite}`,
    ...(suite.endsWith('/') ? [] : ['Components: main contrib']),
    ...(random() < 0.3 ? [`Architectures: ${pick(random, ['amd64', 'i386', 'amd64 i386'])}`] : []),
    ...(random() < 0.2 ? [`Enabled: ${pick(random, ['yes', 'no', '0', '1', 'True'])}`] : []),
    ...(random() < 0.2 ? ['# a comment'] : []),
    // Contradictions among entries of source packages alone are nothing to us.
    ...(types !== 'deb-src' && random() < 0.2 ? ['Trusted: yes'] : []),
  ]
  if (random() < 0.2) fields.splice(Math.floor(random() * fields.length), 1)
  return fields.join(pick(random, ['\n', '\n', '\n', '\r\n']))
}

function toQuestion(files: Readonly<Record<string, string>>): Question {
  return { summary: Object.values(files).join('\n'), ask: () => ask(files) }
}

async function ask(files: Readonly<Record<string, string>>): Promise<Answers> {
  const machine = new AptMachine()
  try {
    for (const [path, text] of Object.entries(files)) machine.write(`etc/apt/${path}`, text)
    const { status, stdout } = machine.aptGet('update', '--print-uris')
    const uris = [...stdout.matchAll(/^'([^']*)'/gm)].map(([, uri = '']) => uri)
    const apt = status === 0 ? uris.filter((uri) => /\/Packages\.xz$/.test(uri)) : ['refused']
    return { apt: distinct(apt), ours: distinct(await ourUris(machine)) }
  } finally {
    machine.remove()
  }
}

/** Ours asks for what is wanted as far as a source has it; here all that it has is. */
async function ourUris(machine: AptMachine): Promise<string[]> {
  try {
    const host = await readHost(machine.environment)
    const sources = hostSources(host, () => undefined)
    return sources.flatMap((source) => {
      const directory = releaseDirectory({
        ...source,
        suite: source.suite.replace('$(ARCH)', 'amd64'),
      })
      const { targets } = packagesTargets(release, source, source.architectures ?? ['amd64'])
      return targets.map(({ path }) => `${directory}${path}.xz`)
    })
  } catch (error) {
    if (error instanceof AptError) return ['refused']
    throw error
  }
}

/** The same place may be written in two ways. */
function distinct(uris: readonly string[]): string[] {
  const plain = uris
    .filter((uri) => !uri.startsWith('cdrom:'))
    .map((uri) => (URL.canParse(uri) ? new URL(uri.replace(/^copy:/, 'file:')).href : uri))
  return [...new Set(plain)].sort()
}
