import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { buildSuite } from './archive.js'
import { serveArchive } from './serve-archive.js'
import { createSigningKey, type SigningKey } from './signing-key.js'
import { storeXz, storeZstd } from './stored-compression.js'

const folder = mkdtempSync(join(tmpdir(), 'testkit-'))
afterAll(() => rmSync(folder, { recursive: true }))

const has = (tool: string) => spawnSync(tool, ['--version']).status === 0
const indexes = { 'main/binary-amd64/Packages': 'Package: a\nVersion: 1\nArchitecture: amd64\n' }

function put(name: string, content: Uint8Array | string | undefined): string {
  const path = join(folder, name)
  writeFileSync(path, content ?? '')
  return path
}

function gpgv(key: SigningKey, ...files: string[]): number | null {
  const keyring = put('key.gpg', key.binary)
  return spawnSync('gpgv', ['--keyring', keyring, ...files]).status
}

describe.each(['rsa', 'ed25519'] as const)('an archive signed by an %s key', (type) => {
  it.skipIf(!has('gpgv'))('is good for gpgv, which is needed here', async () => {
    const key = await createSigningKey({ type })
    const inline = await buildSuite({ indexes, keys: [key] })
    expect(gpgv(key, put('InRelease', inline.get('dists/stable/InRelease')))).toBe(0)
    const detached = await buildSuite({ indexes, keys: [key], signatures: 'detached' })
    const signature = put('Release.gpg', detached.get('dists/stable/Release.gpg'))
    expect(gpgv(key, signature, put('Release', detached.get('dists/stable/Release')))).toBe(0)
    const other = await createSigningKey({ type: 'ed25519' })
    expect(gpgv(other, signature, join(folder, 'Release'))).not.toBe(0)
  })
})

describe.each([
  { tool: 'xz', store: storeXz },
  { tool: 'zstd', store: storeZstd },
])('a stored $tool file', ({ tool, store }) => {
  it.skipIf(!has(tool)).each([0, 1, 5, 65536, 200_000])(
    `of %i bytes is undone by ${tool}`,
    (size) => {
      const content = Buffer.alloc(size, 'deb')
      expect(execFileSync(tool, ['-dc'], { input: store(content) }).equals(content)).toBe(true)
    },
  )
})

it('serves files, their ends and nothing else', async () => {
  const server = await serveArchive(await buildSuite({ indexes, compressions: ['none'] }))
  const url = `${server.uri}dists/stable/main/binary-amd64/Packages`
  const whole = await fetch(url)
  const rest = await fetch(url, { headers: { range: 'bytes=8-' } })
  expect([whole.status, rest.status, (await fetch(`${url}x`)).status]).toEqual([200, 206, 404])
  expect((await whole.text()).slice(8)).toBe(await rest.text())
  await server.close()
})
