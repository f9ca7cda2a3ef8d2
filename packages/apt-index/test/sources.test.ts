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
