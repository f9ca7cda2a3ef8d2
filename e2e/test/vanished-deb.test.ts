import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildPool, buildSuite, createSigningKey, serveArchive } from '@apt2ostree/testkit'
import { expect, it } from 'vitest'
import { out, sh } from '../src/run.js'

/** Archives drop old versions, and a lockfile is to build all the same. */
it('builds a lockfile whose .deb has left the archive and stands in a store by hash', {
  timeout: 60_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vanished-'))
  const key = await createSigningKey({ type: 'ed25519' })
  const pool = buildPool([
    {
      fields: { Package: 'alpha', Architecture: 'amd64' },
      files: [{ path: './usr/share/alpha', content: 'alpha\n' }],
    },
  ])
  const suite = await buildSuite({
    indexes: { 'main/binary-amd64/Packages': pool.packages },
    keys: [key],
  })
  const server = await serveArchive(new Map([...suite, ...pool.files]))
  const inFolder = { cwd: folder, env: { XDG_CACHE_HOME: join(folder, 'cache') } }
  try {
    writeFileSync(join(folder, 'key.gpg'), key.binary)
    await out(
      `apt-index packages --arch amd64 --source 'deb [signed-by=${folder}/key.gpg] ${server.uri} stable main' |
        lockgen lock alpha --arch amd64 --no-essential --no-required -o alpha.lock`,
      inFolder,
    )
    const unpack = 'deb2ostree unpack --repo repo --lock alpha.lock --mirror'
    for (const [filename, bytes] of pool.files) {
      const sha256 = await out(`grep -oP '(?<=^SHA256: ).*' alpha.lock`, inFolder)
      server.files.delete(filename)
      server.files.set(`by-hash/SHA256/${sha256}`, bytes)
    }
    expect(await sh(`${unpack} ${server.uri}`, inFolder)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('HTTP status 404'),
    })
    const store = `'${server.uri}by-hash/SHA256/{sha256}'`
    expect(await out(`${unpack} ${server.uri} --mirror ${store}`, inFolder)).toMatch(
      /^deb\/pool\/.*_alpha_1\.0_amd64.*\t[0-9a-f]{64}\n/,
    )
  } finally {
    await server.close()
    rmSync(folder, { recursive: true })
  }
})
