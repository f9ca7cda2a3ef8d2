import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { out } from '../src/run.js'

const examples = fileURLToPath(new URL('../../examples', import.meta.url))

needs('ninja', 'make', 'ostree', 'sandbox', 'apt sources').describe(
  'examples/variants',
  { timeout: 300_000 },
  () => {
    let folder: string
    const inFolder = (line: string) => out(line, { cwd: folder })
    const refs = () =>
      inFolder('for i in editor shell; do ostree --repo=repo rev-parse os/debian/$i; done')

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'variants-'))
      cpSync(join(examples, 'variants'), folder, { recursive: true })
      await inFolder('apt2ostree lock base.yaml editor.yaml shell.yaml')
    }, 300_000)
    afterAll(() => rmSync(folder, { recursive: true }))

    it('is built by ninja', async () => {
      await inFolder('apt2ostree ninja editor.yaml shell.yaml -o images.ninja && ninja')
      expect(await inFolder('ninja')).toContain('no work to do')
      expect(await inFolder('ostree --repo=repo ls os/debian/editor /usr/bin/nano')).toContain(
        'nano',
      )
      expect(await inFolder('ostree --repo=repo cat os/debian/shell /etc/passwd')).toContain(
        'root:x:0:0:root:/root:/bin/zsh',
      )
    })

    it.each([
      { driver: 'make', line: 'make -j2' },
      { driver: 'plain shell', line: './build.sh' },
      { driver: 'one command', line: 'apt2ostree build editor.yaml shell.yaml --repo repo' },
    ])('comes out the same by $driver', async ({ line }) => {
      const before = await refs()
      await inFolder('rm -r repo/refs/heads/deb/images repo/refs/heads/os')
      await inFolder(line)
      const trees = (await refs())
        .split('\n')
        .map((checksum) => `ostree --repo=repo ls -C ${checksum} /`)
      const made = await inFolder(trees.join(' && '))
      const expected = before
        .split('\n')
        .map((checksum) => `ostree --repo=repo ls -C ${checksum} /`)
      expect(made).toBe(await inFolder(expected.join(' && ')))
    })
  },
)

describe('examples/multistrap', () => {
  it('converts, and warns of nothing', async () => {
    const yaml = await out(`multistrap convert -f ${join(examples, 'multistrap/router.conf')} 2>&1`)
    expect(yaml).toMatch(/^# Converted from router.conf.\n\nref: os\/router\n/)
    expect(yaml).not.toContain('warning')
  })
})
