import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { releaseDirectory } from '../src/addresses/archive-url.js'
import { readHost } from '../src/host/host.js'
import { packagesTargets } from '../src/indexes/packages-targets.js'
import { parseRelease } from '../src/release/release.js'
import { AptHost } from './apt-host.js'

const hasApt = spawnSync('apt-get', ['--version']).status === 0

/** apt doesn't know a Release file before it has one, and takes it to have all that was asked for. */
const release = parseRelease(
  'Date: Thu, 02 Jan 2020 00:00:00 UTC\nArchitectures: all amd64 i386\nSHA256:\n',
)

interface Case {
  readonly summary: string
  readonly files: Readonly<Record<string, string>>
  /** Asked of apt-index; apt takes them from the source. */
  readonly architectures?: readonly string[]
}

const stanza = 'Types: deb\nURIs: http://a.example.org/debian\nSuites: stable\nComponents: main\n'

const cases: Case[] = [
  {
    summary: 'one-line sources with comments, options and source packages',
    files: {
      'sources.list': [
        '# deb http://no.example.org/debian stable main',
        'deb http://a.example.org/debian/ stable main contrib # ours',
        'deb-src http://a.example.org/debian/ stable main',
        'deb\t[trusted=yes  by-hash=no] http://b.example.org/debian stable/updates main',
      ].join('\n'),
    },
  },
  {
    summary: 'architectures of a source',
    files: {
      'sources.list.d/a.list': 'deb [arch=amd64,i386] http://a.example.org/debian stable main',
      'sources.list.d/b.list': 'deb [arch=i386] http://b.example.org/debian stable main',
    },
    architectures: ['amd64', 'i386'],
  },
  {
    summary: 'architectures that a source adds and removes',
    files: {
      'sources.list.d/a.list': 'deb [arch+=i386] http://a.example.org/debian stable main',
      'sources.list.d/b.list': 'deb [arch-=amd64] http://b.example.org/debian stable main',
    },
  },
  {
    summary: 'flat archives',
    files: {
      'sources.list': [
        'deb http://a.example.org/debs ./',
        'deb http://b.example.org/debs amd64/',
        'deb [trusted=yes] file:/srv/debs /',
      ].join('\n'),
    },
  },
  {
    summary: 'stanzas, several URIs and suites, and one disabled',
    files: {
      'sources.list.d/a.sources': [
        '# ours',
        'Types: deb deb-src',
        'URIs: http://a.example.org/debian',
        ' http://b.example.org/debian/',
        'Suites: stable stable-updates',
        'components: main',
        '\t contrib',
        'Signed-By: /usr/share/keyrings/a.gpg',
        '',
        `${stanza.replace('a.', 'c.')}Enabled: no`,
      ].join('\n'),
    },
  },
  {
    summary: 'files that apt ignores',
    files: {
      'sources.list.d/a.sources': stanza,
      'sources.list.d/b.sources.save': stanza.replace('a.', 'b.'),
      'sources.list.d/c.sources.disabled': stanza.replace('a.', 'c.'),
      'sources.list.d/d+.list': 'deb http://d.example.org/debian stable main',
      'sources.list.d/.e.sources': stanza.replace('a.', 'e.'),
    },
  },
  {
    summary: 'options in stanzas',
    files: {
      'sources.list.d/a.sources': `${stanza}Architectures: amd64\nLanguages: none\nTrusted: no\nCheck-Date: no\n`,
    },
  },
]

describe('sources of this machine', () => {
  it.skipIf(!hasApt).each(cases)('as apt fetches from them (needs apt): $summary', async (each) => {
    const host = await AptHost.create()
    try {
      for (const [path, text] of Object.entries(each.files)) {
        await host.write(`etc/apt/${path}`, `${text}\n`)
      }
      const environment = { APT_CONFIG: `${host.root}/apt.conf` }
      const { sources } = await readHost(environment)
      const ours = sources.flatMap((source) => {
        const directory = releaseDirectory(source)
        const { targets } = packagesTargets(release, source, each.architectures ?? ['amd64'])
        return [`${directory}InRelease`, ...targets.map(({ path }) => `${directory}${path}.xz`)]
      })
      expect(new Set(ours.map(normal))).toEqual(new Set(aptUris(environment).map(normal)))
    } finally {
      await host.remove()
    }
  })
})

/** Returns the URIs that `apt-get update` would fetch, those of source packages aside. */
function aptUris(environment: Readonly<Record<string, string>>): string[] {
  const env = { PATH: process.env.PATH, ...environment }
  const { stdout } = spawnSync('apt-get', ['update', '--print-uris'], { env })
  const uris = [...stdout.toString().matchAll(/^'([^']*)'/gm)].map(([, uri = '']) => uri)
  return uris.filter((uri) => !uri.endsWith('/Sources.xz'))
}

function normal(uri: string): string {
  return new URL(uri).href
}
