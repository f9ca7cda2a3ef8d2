import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTreefile } from '@apt2ostree/treefile'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { initImage } from './init-image.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'init-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('initImage', () => {
  it('writes an image.yaml that can be read, and a .gitignore', async () => {
    const path = await initImage(join(folder, 'My Web'))
    expect(path).toBe(join(folder, 'My Web', 'image.yaml'))
    expect(await readTreefile(path)).toMatchObject({ ref: 'os/My-Web', packages: [] })
    expect((await readdir(join(folder, 'My Web'))).sort()).toEqual(['.gitignore', 'image.yaml'])
  })

  it('leaves what is there', async () => {
    await writeFile(join(folder, '.gitignore'), 'mine\n')
    await initImage(folder)
    await expect(initImage(folder)).rejects.toThrow('it has an image.yaml')
  })
})
