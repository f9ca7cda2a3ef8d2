import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSigningKey, mishaps } from '@apt2ostree/testkit'
import { describe, expect, it } from 'vitest'
import { type Attack, archiveKey, hasApt, packagesText, withArchive } from './attack.js'

const rsa = await createSigningKey({ type: 'rsa' })
const stranger = await createSigningKey({ type: 'ed25519' })

const twoContents = `${packagesText.split('\n\n')[0]}\n`.replaceAll('a'.repeat(64), 'c'.repeat(64))

/** Odd things in an index, each of which apt overlooks. */
const oddities = [
  { summary: 'a carriage return at line ends', text: packagesText.replaceAll('\n', '\r\n') },
  {
    summary: 'a Filename that begins with a slash',
    text: packagesText.replaceAll(': pool', ': /pool'),
  },
  { summary: 'a Filename with a blank', text: packagesText.replaceAll(': pool', ': my pool') },
  {
    summary: 'a Filename that climbs out',
    text: packagesText.replaceAll(': pool', ': ../../pool'),
  },
  {
    summary: 'a field Archive-Index',
    text: packagesText.replaceAll('Size:', 'Archive-Index: x\nSize:'),
  },
  { summary: 'a field twice', text: packagesText.replaceAll('Size:', 'Size: 1\nSize:') },
  { summary: 'a version twice, with two contents', text: `${packagesText}\n${twoContents}` },
  { summary: 'no final line end', text: packagesText.trimEnd() },
]

const hasGpg = spawnSync('gpg', ['--version']).status === 0

/** Returns what `gpg --keyring FILE --import` makes of a key. */
async function makeKeybox(key: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'keybox-'))
  try {
    const keyring = join(folder, 'box.gpg')
    const options = ['--homedir', folder, '--no-default-keyring', '--keyring', keyring]
    spawnSync('gpg', ['--batch', '--quiet', ...options, '--import'], { input: key })
    return await readFile(keyring)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

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

  it.skipIf(!hasApt).each(oddities)(
    'with $summary is accepted, as by apt-get (needs it)',
    async (odd) => {
      const suite = { indexes: { 'main/binary-amd64/Packages': odd.text } }
      await withArchive({ suite }, async (host) => {
        expect(await host.aptGetUpdate()).toMatchObject({ status: 0, stderr: '' })
        const outcome = await host.aptIndex('packages')
        expect(outcome).toMatchObject({ status: 0, stderr: '' })
        expect(outcome.stdout).toMatch(/^Package: alpha\n[\s\S]*^Package: beta\n/m)
        expect(outcome.stdout).not.toContain('\r')
      })
    },
  )

  it.skipIf(!hasApt).each([
    { architectures: 'amd64 i386', argv: ['--arch', 'amd64', '--arch', 'i386'] },
    { architectures: 'all amd64', argv: [] },
  ])('that promises $architectures and lists less is accepted, as by apt-get', async (odd) => {
    const suite = { fields: { Architectures: odd.architectures } }
    await withArchive({ suite }, async (host) => {
      expect(await host.aptGetUpdate()).toMatchObject({ status: 0, stderr: '' })
      const outcome = await host.aptIndex('packages', ...odd.argv)
      expect(outcome).toMatchObject({ status: 0, stderr: '' })
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

  it.skipIf(!hasGpg)(
    'signed by a key in a keybox is accepted, as by apt-get (needs gpg)',
    async () => {
      const keyring = await makeKeybox(archiveKey.armoured)
      expect(keyring.subarray(8, 12).toString()).toBe('KBXf')
      await withArchive({ keyring }, async (host) => {
        expect(await host.aptGetUpdate()).toMatchObject({ status: 0, stderr: '' })
        expect(await host.aptIndex('packages')).toMatchObject({ status: 0, stderr: '' })
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
})
