import type { SuiteOptions } from '@apt2ostree/testkit'
import { describe, expect, it } from 'vitest'
import { archiveKey, packagesText, withArchive } from './attack.js'

const packages = 'main/binary-amd64/Packages'

describe('an archive', () => {
  it('is described in one stanza before its packages', async () => {
    const suite: Partial<SuiteOptions> = { fields: { NotAutomatic: 'yes', Label: 'caf\xe9' } }
    await withArchive({ suite }, async (host, server) => {
      const { stdout } = await host.aptIndex('packages')
      expect(stdout.slice(0, stdout.indexOf('\n\n')).split('\n')).toEqual([
        `Archive-Index: ${packages}`,
        `Archive-URI: ${server.uri.slice(0, -1)}`,
        'Archive-Suite: stable',
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
