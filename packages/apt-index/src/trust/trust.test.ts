import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSigningKey } from '@apt2ostree/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { bundledKeyrings } from '../bundled-keyrings.js'
import { createSource } from '../sources/source.js'
import { parseSignedBy } from '../sources/source-options.js'
import { fingerprintOf } from './keyring.js'
import { type TrustOptions, TrustStore } from './trust.js'

const folder = await mkdtemp(join(tmpdir(), 'trust-'))
afterAll(() => rm(folder, { recursive: true }))

const [named, own, given] = await Promise.all(
  ['named', 'own', 'given'].map(async (name) => {
    const key = await createSigningKey({ type: 'ed25519' })
    const path = join(folder, `${name}.gpg`)
    await writeFile(path, key.binary)
    return { ...key, path }
  }),
)
if (!named || !own || !given) throw new Error('three keys are needed')

const debian = '4CB50190207B4758A3F73A796ED0E7B82643E131'
const ubuntu = 'F6ECB3762474EDA9D21B7022871920D1991BC93C'
const missing = '/usr/share/keyrings/ubuntu-archive-keyring.gpg'

async function trusted(options: TrustOptions, signedBy: string | undefined) {
  const parts = {
    uri: 'http://a.example.org',
    suite: 'stable',
    components: ['main'],
    origin: 'a:1',
  }
  const source = createSource(
    parts,
    signedBy === undefined ? {} : { signedBy: parseSignedBy(signedBy) },
  )
  const { keyring, fingerprints } = await new TrustStore(options).keysFor(source)
  return { keys: keyring.map(fingerprintOf), fingerprints }
}

describe('a source', () => {
  it.each([
    {
      summary: 'with a keyring file trusts its keys alone',
      options: { trustedKeyrings: [own.path] },
      signedBy: named.path,
      keys: [named.fingerprint],
    },
    {
      summary: 'with an embedded key trusts that one alone',
      options: { trustedKeyrings: [own.path] },
      signedBy: `\n ${named.armoured.trimEnd().replaceAll('\n', '\n ').replaceAll('\n \n', '\n .\n')}`,
      keys: [named.fingerprint],
    },
    {
      summary: "without Signed-By trusts the host's keyrings",
      options: { trustedKeyrings: [own.path, named.path] },
      keys: [own.fingerprint, named.fingerprint],
    },
    {
      summary: 'is overruled by keyrings that a person gives',
      options: { trustedKeyrings: [own.path], keyrings: [given.path] },
      signedBy: named.path,
      keys: [given.fingerprint],
    },
  ])('$summary', async ({ options, signedBy, keys }) => {
    expect(await trusted(options, signedBy)).toEqual({ keys, fingerprints: [] })
  })

  it("with a fingerprint picks among the host's keys", async () => {
    const options = { trustedKeyrings: [own.path] }
    expect(await trusted(options, own.fingerprint.toLowerCase())).toEqual({
      keys: [own.fingerprint],
      fingerprints: [own.fingerprint],
    })
  })

  it("passes over the host's keyrings that are none, unless it has no other", async () => {
    const keybox = join(folder, 'keybox.gpg')
    await writeFile(keybox, 'KBXf')
    const options = { trustedKeyrings: [keybox, own.path] }
    expect((await trusted(options, undefined)).keys).toEqual([own.fingerprint])
    const alone = { trustedKeyrings: [keybox] }
    await expect(trusted(alone, undefined)).rejects.toThrow('cannot read the keyring')
  })

  it('has the keys of Debian and Ubuntu on a machine without any', async () => {
    expect((await trusted({}, undefined)).keys).toEqual(expect.arrayContaining([ubuntu]))
    expect((await trusted({}, missing)).keys).toContain(ubuntu)
    expect((await trusted({}, missing)).keys).not.toContain(debian)
  })

  it('names a keyring that is nowhere', async () => {
    await expect(trusted({}, '/nowhere.gpg')).rejects.toThrow(
      'cannot read the keyring "/nowhere.gpg"',
    )
  })
})

it('carries two keyrings', () => {
  expect(bundledKeyrings()).toHaveLength(2)
})
