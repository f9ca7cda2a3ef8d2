import { describe, expect, it } from 'vitest'
import { archiveKey, packagesText, withArchive } from './attack.js'

const indexes = {
  'main/binary-amd64/Packages': packagesText.replace('A test', 'A tést'),
  'contrib/binary-amd64/Packages':
    'Package: alpha\nVersion: 2.0\nDescription: Another\n more of it\n',
}
const archive = { suite: { indexes }, components: 'main contrib' }

describe('show', () => {
  it('prints the packages of a name and the indexes they are from', async () => {
    await withArchive(archive, async (host) => {
      const { status, stdout } = await host.aptIndex('show', 'alpha')
      const lines = stdout
        .split('\n')
        .filter((line) => /^(Archive-Index|Package|Version)/.test(line))
      expect({ status, lines }).toEqual({
        status: 0,
        lines: [
          'Archive-Index: main/binary-amd64/Packages',
          'Package: alpha',
          'Version: 1.0-1',
          'Archive-Index: contrib/binary-amd64/Packages',
          'Package: alpha',
          'Version: 2.0',
        ],
      })
    })
  })

  it('prints JSON, text as UTF-8', async () => {
    await withArchive(archive, async (host) => {
      const { stdout } = await host.aptIndex('show', '--json', 'alpha')
      const objects = Buffer.from(stdout, 'latin1').toString().trim().split('\n')
      expect(objects.map((line) => JSON.parse(line))).toMatchObject([
        { 'Archive-Index': 'main/binary-amd64/Packages', 'Signed-By': archiveKey.fingerprint },
        { Package: 'alpha', Version: '1.0-1', Description: 'A tést' },
        { 'Archive-Index': 'contrib/binary-amd64/Packages' },
        { Package: 'alpha', Version: '2.0', Description: 'Another\n more of it' },
      ])
    })
  })

  it('answers no for a name that is nowhere', async () => {
    await withArchive(archive, async (host) => {
      expect(await host.aptIndex('show', 'gamma')).toEqual({ status: 1, stdout: '', stderr: '' })
    })
  })
})

describe('search', () => {
  it('lists a package a line', async () => {
    await withArchive(archive, async (host) => {
      expect((await host.aptIndex('search', 'ANOTHER', 'alpha')).stdout).toBe(
        'alpha\t2.0\t\tstable\tAnother\n',
      )
      expect((await host.aptIndex('search', 'alpha')).stdout.match(/^alpha\t/gm)).toHaveLength(2)
      expect(await host.aptIndex('search', 'gamma')).toEqual({ status: 1, stdout: '', stderr: '' })
    })
  })
})

describe('release', () => {
  it('tells what was verified', async () => {
    await withArchive(archive, async (host, server) => {
      const { stdout } = await host.aptIndex('release')
      expect(stdout.split('\n')).toEqual([
        `Archive-URI: ${server.uri.slice(0, -1)}`,
        'Archive-Suite: stable',
        'Origin: Test',
        'Label: Test archive',
        'Suite: stable',
        'Codename: test',
        'Components: main contrib',
        'Architectures: amd64',
        'Date: Thu, 02 Jan 2020 00:00:00 UTC',
        expect.stringMatching(/^Release-SHA256: [0-9a-f]{64}$/),
        `Signed-By: ${archiveKey.fingerprint}`,
        '',
      ])
      expect(JSON.parse((await host.aptIndex('release', '--json')).stdout)).toMatchObject({
        Suite: 'stable',
      })
    })
  })
})

describe('packages', () => {
  it('prints JSON of the same stanzas', async () => {
    await withArchive(archive, async (host) => {
      const { stdout } = await host.aptIndex('packages', '--json')
      const first = stdout
        .trim()
        .split('\n')
        .map((line) => Object.keys(JSON.parse(line))[0])
      expect(first).toEqual(['Archive-Index', 'Package', 'Package', 'Archive-Index', 'Package'])
    })
  })
})
