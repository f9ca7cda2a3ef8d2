import { spawnSync } from 'node:child_process'
import {
  type ArchiveServer,
  buildSuite,
  createSigningKey,
  type Mishap,
  type SuiteOptions,
  serveArchive,
} from '@apt2ostree/testkit'
import { expect, it } from 'vitest'
import { AptHost } from './apt-host.js'

/** The key that the source names, of which nobody else has the private half. */
export const archiveKey = await createSigningKey({ type: 'ed25519' })

/** Two packages as an archive lists them. */
export const packagesText = ['alpha', 'beta']
  .map((name) =>
    [
      `Package: ${name}`,
      'Version: 1.0-1',
      'Architecture: amd64',
      `Filename: pool/main/${name[0]}/${name}_1.0-1_amd64.deb`,
      'Size: 1000',
      `SHA256: ${(name === 'alpha' ? 'a' : 'b').repeat(64)}`,
      'Description: A test',
      '',
    ].join('\n'),
  )
  .join('\n')

/** What somebody between us and the archive does, and what is to come of it. */
export interface Attack {
  readonly summary: string
  /** The archive, where it isn't the honest one. */
  readonly suite?: Partial<SuiteOptions>
  /** What the server does to a path. */
  readonly mishaps?: Readonly<Record<string, Mishap>>
  /** Changes the served files. */
  readonly tamper?: (files: Map<string, Buffer>) => void | Promise<void>
  /** The keyring file's content, if not the archive key's. */
  readonly keyring?: Uint8Array | string
  /** What the source names in place of that file; fingerprints are of keys in it. */
  readonly signedBy?: string
  /** More lines of the source's stanza. */
  readonly source?: readonly string[]
  readonly message: RegExp
  /** Whether the real apt-get is held against it: it must refuse as well. */
  readonly apt?: true
}

const release = 'dists/stable/'

/** The path of a file of the suite. */
export const inSuite = (name: string): string => release + name

export const hasApt = spawnSync('apt-get', ['--version']).status === 0

/** Declares the tests for a table of attacks. */
export function testAttacks(attacks: readonly Attack[]): void {
  it.each(attacks)('$summary is refused, and leaves nothing', async (attack) => {
    await withArchive(attack, async (host) => {
      const { status, stdout, stderr } = await host.aptIndex('packages')
      expect(stderr).toMatch(attack.message)
      expect(stderr).toMatch(/^apt-index: error: cannot /m)
      expect({ status, stdout, cache: await host.cachedFiles() }).toEqual({
        status: 1,
        stdout: '',
        cache: [],
      })
    })
  })

  const compared = attacks.filter(({ apt }) => apt)
  it.skipIf(!hasApt).each(compared)(
    '$summary is refused by apt-get too (needs it)',
    async (attack) => {
      await withArchive(attack, async (host) => {
        const { status, stderr } = await host.aptGetUpdate()
        expect({ status, stderr }).toEqual({
          status: 100,
          stderr: expect.stringMatching(/^[EW]: /m),
        })
      })
    },
  )
}

/** Serves the archive of an attack and runs `use` on a host that has it as its only source. */
export async function withArchive(
  attack: Omit<Attack, 'summary' | 'message'> & {
    readonly suiteName?: string
    readonly components?: string
  },
  use: (host: AptHost, server: ArchiveServer) => Promise<void>,
): Promise<void> {
  const files = await buildSuite({
    indexes: { 'main/binary-amd64/Packages': packagesText },
    keys: [archiveKey],
    ...attack.suite,
  })
  await attack.tamper?.(files)
  const server = await serveArchive(files, attack.mishaps)
  const host = await AptHost.create()
  try {
    if (attack.signedBy)
      await host.write('etc/apt/trusted.gpg', attack.keyring ?? archiveKey.binary)
    const keyring = await host.write(
      'etc/apt/keyrings/test.gpg',
      attack.keyring ?? archiveKey.binary,
    )
    const stanza = [
      'Types: deb',
      `URIs: ${server.uri}`,
      ...(attack.suiteName
        ? [`Suites: ${attack.suiteName}`]
        : ['Suites: stable', `Components: ${attack.components ?? 'main'}`]),
      `Signed-By: ${attack.signedBy ?? keyring}`,
      ...(attack.source ?? []),
    ]
    await host.write('etc/apt/sources.list.d/test.sources', `${stanza.join('\n')}\n`)
    await use(host, server)
  } finally {
    await server.close()
    await host.remove()
  }
}
