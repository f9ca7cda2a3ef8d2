import { createSigningKey, mishaps, type SuiteOptions } from '@apt2ostree/testkit'
import { describe, expect, it } from 'vitest'
import { AptHost } from './apt-host.js'
import { type Attack, archiveKey, hasApt, packagesText, withArchive } from './attack.js'

const rsa = await createSigningKey({ type: 'rsa' })
const stranger = await createSigningKey({ type: 'ed25519' })
const packages = 'main/binary-amd64/Packages'

interface Case extends Omit<Attack, 'message'> {
  readonly suiteName?: string
  readonly argv?: readonly string[]
  /** What stderr says; default: nothing. */
  readonly stderr?: RegExp
}

const packageNames = ['alpha', 'beta']

const withoutRelease = (files: Map<string, Buffer>) => {
  for (const path of files.keys()) if (path.endsWith('Release')) files.delete(path)
}

const accepted: Case[] = [
  { summary: 'signed by an Ed25519 key' },
  { summary: 'signed by an RSA key', suite: { keys: [rsa] }, keyring: rsa.binary },
  { summary: 'with its keyring in ASCII armour', keyring: archiveKey.armoured },
  {
    summary: 'with two armoured keys in one file',
    keyring: `${stranger.armoured}\n${archiveKey.armoured}`,
  },
  {
    summary: 'with several signatures of which one is good',
    suite: { keys: [stranger, archiveKey] },
  },
  { summary: 'with Release and Release.gpg', suite: { signatures: 'detached' } },
  { summary: 'with gzip alone', suite: { compressions: ['gz'] } },
  { summary: 'with zstd alone', suite: { compressions: ['zst'] } },
  { summary: 'with uncompressed indexes alone', suite: { compressions: ['none'] } },
  { summary: 'without by-hash', suite: { byHash: false } },
  {
    summary: 'whose xz is listed and missing',
    tamper: (files) => {
      for (const path of files.keys()) if (path.endsWith('.xz')) files.delete(path)
    },
    suite: { byHash: false },
  },
  {
    summary: 'whose uncompressed index is not listed',
    suite: { editRelease: (text) => text.replace(/^ \S+ \d+ \S+Packages\n/m, '') },
  },
  {
    summary: 'whose by-hash is offered and missing',
    tamper: (files) => {
      for (const path of files.keys()) if (path.includes('by-hash')) files.delete(path)
    },
  },
  {
    summary: 'whose mirror is being updated, by hash',
    tamper: (files) => {
      for (const [path] of files) if (/Packages/.test(path)) files.set(path, Buffer.from('old'))
    },
  },
  {
    summary: 'whose Release file was new one request too early',
    suite: { byHash: false },
    mishaps: { '.xz': mishaps.atFirst(1, mishaps.sendInstead('yesterday')) },
  },
  {
    summary: 'that spells its components with a prefix',
    suite: { fields: { Components: 'updates/main' } },
  },
  {
    summary: 'that redirects',
    mishaps: { InRelease: mishaps.atFirst(1, mishaps.redirectTo('./InRelease')) },
  },
  {
    summary: 'that fails once',
    mishaps: { InRelease: mishaps.atFirst(1, mishaps.failWith(503)) },
  },
  {
    summary: 'whose index comes in two pieces',
    suite: { byHash: false },
    mishaps: { '.xz': mishaps.atFirst(1, mishaps.resetHalfWay) },
  },
  {
    summary: 'expired, where the source does not mind',
    suite: { fields: { 'Valid-Until': 'Fri, 03 Jan 2020 00:00:00 UTC' } },
    source: ['Check-Valid-Until: no'],
  },
  {
    summary: 'of the future, where the source does not mind',
    suite: { fields: { Date: 'Sun, 01 Jan 2096 00:00:00 UTC' } },
    source: ['Check-Date: no'],
  },
  {
    summary: 'of another name, where the source does not mind',
    suite: { fields: { Suite: 'oldstable', Codename: 'old' } },
    source: ['Check-Suite: no'],
  },
  {
    summary: 'unsigned, where it is trusted',
    suite: { keys: [] },
    source: ['Trusted: yes'],
    stderr: /^apt-index: warning: .* is used without a signature\n$/,
  },
  { summary: 'with SHA512 digests alone', suite: { algorithm: 'sha512' }, apt: true },
  {
    summary: 'with SHA512 digests alone, by name, of compressed indexes alone',
    suite: {
      algorithm: 'sha512',
      byHash: false,
      editRelease: (text) => text.replace(/^ \S+ \d+ \S+Packages\n/m, ''),
    },
  },
  {
    summary: 'without a Release file, where it is trusted',
    suite: { byHash: false },
    source: ['Trusted: yes'],
    tamper: withoutRelease,
    stderr: /^apt-index: warning: .* has no Release file: nothing of it is verified\n$/,
    apt: true,
  },
  {
    summary: 'without a Release file and with a plain index, where it is trusted',
    suite: { byHash: false, compressions: ['none'] },
    source: ['Trusted: yes'],
    tamper: withoutRelease,
    stderr: /nothing of it is verified/,
    apt: true,
  },
  {
    summary: 'that is flat and has a path for the architecture',
    suite: { suite: 'amd64/', indexes: { Packages: packagesText } },
    suiteName: '$(ARCH)/',
    apt: true,
  },
  {
    summary: 'with carriage returns in InRelease',
    tamper: (files) => {
      const text = files.get('dists/stable/InRelease')?.toString() ?? ''
      files.set('dists/stable/InRelease', Buffer.from(text.replaceAll('\n', '\r\n')))
    },
  },
  {
    summary: 'without the architecture asked for beside its own',
    argv: ['--arch', 'amd64', '--arch', 'arm64'],
    stderr: /has no architecture "arm64"/,
  },
]

describe('an archive', () => {
  it.each(accepted)('$summary is accepted', async ({ argv = [], stderr = /^$/, ...archive }) => {
    await withArchive(archive, async (host) => {
      const outcome = await host.aptIndex('packages', ...argv)
      expect(outcome).toMatchObject({ status: 0, stderr: expect.stringMatching(stderr) })
      const names = [...outcome.stdout.matchAll(/^Package: (.*)/gm)].map(([, name]) => name)
      expect(names).toEqual(packageNames)
      expect(outcome.stdout.endsWith(packagesText)).toBe(true)
    })
  })

  it.skipIf(!hasApt).each(accepted.filter(({ apt }) => apt))(
    '$summary is accepted by apt-get too (needs it)',
    async (archive) => {
      await withArchive(archive, async (host) => {
        expect(await host.aptGetUpdate()).toMatchObject({ status: 0 })
      })
    },
  )

  it('without a Release file is dated as its index, and kept for offline', async () => {
    const suite = { byHash: false, compressions: ['gz'] } as const
    const archive = { suite, source: ['Trusted: yes'], tamper: withoutRelease }
    await withArchive(archive, async (host, server) => {
      const online = await host.aptIndex('packages')
      expect(online.stdout).toMatch(/^Date: \w{3}, \d\d \w{3} \d{4} .* GMT$/m)
      expect(online.stdout).toMatch(/^Release-SHA256: [0-9a-f]{64}$/m)
      await server.close()
      expect(await host.aptIndex('packages', '--offline')).toEqual(online)
    })
  })

  it('is described in one stanza before its packages', async () => {
    const suite: Partial<SuiteOptions> = { fields: { NotAutomatic: 'yes', Label: 'caf\xe9' } }
    await withArchive({ suite }, async (host, server) => {
      const { stdout } = await host.aptIndex('packages')
      expect(stdout.slice(0, stdout.indexOf('\n\n')).split('\n')).toEqual([
        `Archive-Index: ${packages}`,
        `Archive-URI: ${server.uri.slice(0, -1)}`,
        'Origin: Test',
        `Label: ${Buffer.from('caf\xe9').toString('latin1')}`,
        'Suite: stable',
        'Codename: test',
        'Component: main',
        'Architecture: amd64',
        'Date: Thu, 02 Jan 2020 00:00:00 UTC',
        'NotAutomatic: yes',
        expect.stringMatching(/^Release-SHA256: [0-9a-f]{64}$/),
        `Signed-By: ${archiveKey.fingerprint}`,
      ])
    })
  })

  it('passes on bytes that are not UTF-8', async () => {
    const text = Buffer.from(packagesText.replace('A test', 'caf\xe9'), 'latin1')
    await withArchive({ suite: { indexes: { [packages]: text } } }, async (host) => {
      expect((await host.aptIndex('packages')).stdout).toContain('caf\xe9')
    })
  })

  it('has its architecture-independent packages fetched where they are apart', async () => {
    const indexes = { [packages]: 'Package: a\n', 'main/binary-all/Packages': 'Package: b\n' }
    await withArchive({ suite: { indexes } }, async (host) => {
      expect((await host.aptIndex('packages')).stdout).toMatch(
        /Package: a\n\nArchive[\s\S]*Package: b\n/,
      )
    })
    const fields = { 'No-Support-for-Architecture-all': 'Packages' }
    await withArchive({ suite: { indexes, fields } }, async (host) => {
      expect((await host.aptIndex('packages')).stdout).not.toContain('Package: b')
    })
  })

  it('may be a flat one', async () => {
    const suite = { suite: './', indexes: { Packages: packagesText } }
    await withArchive({ suite, suiteName: './' }, async (host) => {
      expect(await host.aptIndex('packages')).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/^Archive-Index: Packages\n[\s\S]*Package: alpha\n/),
      })
    })
  })

  it('may be a directory', async () => {
    await withArchive({}, async (host, server) => {
      for (const [path, bytes] of server.files) await host.write(`archive/${path}`, bytes)
      const line = `deb [signed-by=${host.root}/etc/apt/keyrings/test.gpg] file:${host.root}/archive stable main`
      const outcome = await host.aptIndex('packages', '--source', line)
      expect(outcome).toMatchObject({ status: 0, stderr: '' })
      expect(outcome.stdout).toContain(packagesText)
    })
  })
})

describe('sources', () => {
  it('may come from standard input, in either format', async () => {
    await withArchive({}, async (host, server) => {
      const keyring = `${host.root}/etc/apt/keyrings/test.gpg`
      const expected = await host.aptIndex('packages')
      for (const text of [
        `deb [signed-by=${keyring}] ${server.uri} stable main\n`,
        `Types: deb\nURIs: ${server.uri}\nSuites: stable\nComponents: main\nSigned-By: ${keyring}\n`,
      ]) {
        host.stdin = text
        expect(await host.aptIndex('packages', '--sources', '-')).toEqual(expected)
      }
    })
  })

  it('that name one index twice have it printed once', async () => {
    await withArchive({}, async (host, server) => {
      const line = `deb [signed-by=${host.root}/etc/apt/keyrings/test.gpg] ${server.uri} stable main`
      const twice = await host.aptIndex('packages', '--source', line, '--source', line)
      expect(twice).toEqual(await host.aptIndex('packages'))
    })
  })

  it('are all good or nothing is printed', async () => {
    await withArchive({}, async (host, server) => {
      const line = `deb [signed-by=${host.root}/etc/apt/keyrings/test.gpg] ${server.uri} stable main`
      const outcome = await host.aptIndex('packages', '--source', line, '--source', `${line}x`)
      expect(outcome).toMatchObject({ status: 1, stdout: '' })
      expect(outcome.stderr).toContain('suite "stable" has no component "mainx"')
    })
  })

  it('may be overruled in what they trust, which is said', async () => {
    await withArchive({ keyring: stranger.binary }, async (host) => {
      expect(await host.aptIndex('packages')).toMatchObject({ status: 1 })
      const keyring = await host.write('other.gpg', archiveKey.binary)
      expect(await host.aptIndex('packages', '--keyring', keyring)).toMatchObject({
        status: 0,
        stderr: `apt-index: warning: only the keys in ${keyring} are trusted, whatever sources name\n`,
      })
    })
  })

  it('must be somewhere', async () => {
    const host = await AptHost.create()
    expect(await host.aptIndex('packages')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('cannot fetch: no apt sources here, and none given'),
    })
    await host.remove()
  })
})
