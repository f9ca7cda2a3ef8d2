import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadImages } from './load-image.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-image-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

describe('loadImages', () => {
  it('takes image.yaml and multistrap.conf, and passes warnings on', async () => {
    const warnings: string[] = []
    const conf =
      '[General]\nomitpreinst=true\nbootstrap=A\n[A]\nsource=http://example.org/a\nsuite=s\npackages=x\n'
    const images = await loadImages(
      [write('web/image.yaml', 'ref: os/web\npackages: [nginx]\n'), write('router.conf', conf)],
      { warn: (message) => warnings.push(message) },
    )
    expect(images).toMatchObject([
      { name: 'web', ref: 'os/web', packages: ['nginx'] },
      { name: 'router', ref: 'os/router', packages: ['x'], lockfile: join(folder, 'router.lock') },
    ])
    expect(warnings).toEqual([expect.stringContaining('"omitpreinst" is dropped')])
  })

  it('refuses two images of one name', async () => {
    const paths = ['a/web.yaml', 'b/web.yaml'].map((name) => write(name, 'ref: os/web\n'))
    await expect(loadImages(paths, { warn() {} })).rejects.toThrow('both are called "web"')
  })
})
