import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildSuite, createSigningKey, signCleartext } from '@apt2ostree/testkit'
import { describe, expect, it } from 'vitest'
import { archiveKey, packagesText, withArchive } from './attack.js'

const inRelease = 'dists/stable/InRelease'
const indexes = { 'main/binary-amd64/Packages': packagesText }

const dated = (date: string) => buildSuite({ indexes, keys: [archiveKey], fields: { Date: date } })

describe('the cache', () => {
  it('spares everything but a conditional request', async () => {
    await withArchive({}, async (host, server) => {
      const cold = await host.aptIndex('packages')
      const asked = server.requests.splice(0).length
      expect({ asked, status: cold.status }).toEqual({ asked: 2, status: 0 })
      expect(await host.aptIndex('packages')).toEqual(cold)
      expect(server.requests).toEqual([inRelease])
      expect(server.statuses.at(-1)).toBe(304)
    })
  })

  it('is enough offline, and says when it is not', async () => {
    await withArchive({}, async (host, server) => {
      expect(await host.aptIndex('packages', '--offline')).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('it is not in the cache'),
      })
      const cold = await host.aptIndex('packages')
      await server.close()
      expect(await host.aptIndex('packages', '--offline')).toEqual(cold)
    })
  })

  it('tells a replayed Release file, and keeps the newer one', async () => {
    await withArchive(
      { suite: { fields: { Date: 'Fri, 03 Jan 2020 00:00:00 UTC' } } },
      async (host, server) => {
        await host.aptIndex('packages')
        const old = await dated('Thu, 02 Jan 2020 00:00:00 UTC')
        server.files.set(inRelease, old.get(inRelease) ?? Buffer.alloc(0))
        server.touch()
        expect(await host.aptIndex('packages')).toMatchObject({
          status: 1,
          stdout: '',
          stderr: expect.stringMatching(/older than the one seen last/),
        })
        expect(await host.aptIndex('packages', '--offline')).toMatchObject({ status: 0 })
      },
    )
  })

  it('is not believed when a file in it was changed', async () => {
    await withArchive({}, async (host, server) => {
      const cold = await host.aptIndex('packages')
      const directory = join(host.root, 'cache/apt-index/by-hash/SHA256')
      for (const name of await readdir(directory)) await writeFile(join(directory, name), 'evil')
      expect(await host.aptIndex('packages', '--offline')).toMatchObject({ status: 1, stdout: '' })
      expect(await host.aptIndex('packages')).toEqual(cold)
      expect(server.requests.length).toBe(4)
    })
  })

  it('is not believed when its Release file is signed by a key no longer trusted', async () => {
    await withArchive({}, async (host) => {
      await host.aptIndex('packages')
      const other = await createSigningKey({ type: 'ed25519' })
      await host.write('etc/apt/keyrings/test.gpg', other.binary)
      expect(await host.aptIndex('packages', '--offline')).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('not a trusted key'),
      })
    })
  })

  it('loses what was not used for a month', async () => {
    await withArchive({}, async (host) => {
      await host.aptIndex('packages')
      const used = await host.cachedFiles()
      const old = new Date(Date.now() - 31 * 24 * 3600 * 1000)
      for (const name of ['0'.repeat(64), '.killed']) {
        const path = await host.write(`cache/apt-index/by-hash/SHA256/${name}`, '')
        await utimes(path, old, old)
      }
      await host.aptIndex('packages')
      expect(await host.cachedFiles()).toEqual(used)
    })
  })

  it('is shared by concurrent runs', async () => {
    await withArchive({}, async (host) => {
      const runs = await Promise.all(Array.from({ length: 8 }, () => host.aptIndex('packages')))
      expect(new Set(runs.map(({ stdout }) => stdout)).size).toBe(1)
      expect(runs.map(({ status }) => status)).toEqual(runs.map(() => 0))
      expect((await host.cachedFiles()).length).toBe(3)
    })
  })

  it('is left as it was by an update that fails', async () => {
    await withArchive({}, async (host, server) => {
      const cold = await host.aptIndex('packages')
      const text = 'Origin: Test\nSuite: stable\nDate: Sat, 04 Jan 2020 00:00:00 UTC\nSHA256:\n'
      server.files.set(inRelease, await signCleartext(text, [archiveKey]))
      server.touch()
      expect(await host.aptIndex('packages')).toMatchObject({ status: 1, stdout: '' })
      expect(await host.aptIndex('packages', '--offline')).toEqual(cold)
    })
  })
})
