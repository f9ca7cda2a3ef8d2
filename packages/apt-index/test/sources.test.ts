import { createSigningKey } from '@apt2ostree/testkit'
import { describe, expect, it } from 'vitest'
import { AptHost } from './apt-host.js'
import { archiveKey, withArchive } from './attack.js'

const stranger = await createSigningKey({ type: 'ed25519' })

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

  it('of this machine do not matter where others are named, and odd ones are passed over', async () => {
    await withArchive({}, async (host, server) => {
      const expected = await host.aptIndex('packages')
      const line = `deb [signed-by=${host.root}/etc/apt/keyrings/test.gpg] ${server.uri} stable main`
      await host.write(
        'etc/apt/sources.list',
        'deb cdrom:[Debian 13 _trixie_ - DVD]/ trixie main\n',
      )
      const origin = `${host.root}/etc/apt/sources.list:1`
      expect(await host.aptIndex('packages')).toEqual({
        ...expected,
        stderr: `apt-index: warning: passed over the source at ${origin}: cannot fetch from "cdrom:[Debian 13 _trixie_ - DVD]/"\n`,
      })
      await host.write(
        'etc/apt/sources.list.d/odd.list',
        'deb [snapshot=20240301T030400Z] http://x.example.org a b\n',
      )
      expect((await host.aptIndex('packages')).stderr).toContain(
        '"snapshot: 20240301T030400Z" is not supported',
      )
      expect(await host.aptIndex('packages', '--source', line)).toEqual(expected)
      const cdrom = await host.aptIndex('packages', '--source', 'deb cdrom:[x]/ trixie main')
      expect(cdrom.stderr).toContain('cannot fetch from "cdrom:[x]/"')
    })
  })

  it('may be a list of mirrors, of which the first good one counts', async () => {
    await withArchive({}, async (host, server) => {
      const list = await host.write('mirrors', `http://127.0.0.1:1/\tpriority:1\n${server.uri}\n`)
      const options = `[signed-by=${host.root}/etc/apt/keyrings/test.gpg]`
      const line = `deb ${options} mirror+file:${list} stable main`
      const outcome = await host.aptIndex('packages', '--source', line)
      const expected = await host.aptIndex('packages')
      expect(outcome.stdout.replace(/^Archive-URI:.*\n/m, '')).toBe(
        expected.stdout.replace(/^Archive-URI:.*\n/m, ''),
      )
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
