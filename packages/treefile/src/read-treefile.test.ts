import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTreefile } from './read-treefile.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'treefile-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}

describe('readTreefile', () => {
  it('merges includes in their order and names every file it read', async () => {
    await write({
      'base.yaml': 'packages: [vim]\nrecommends: true\n',
      'shared/web.yaml': 'include: ../base.yaml\npackages: [nginx]\n',
      'site/image.yaml': 'ref: os/site\ninclude: [../shared/web.yaml]\npackages: [git]\n',
    })
    const image = await readTreefile(join(folder, 'site/image.yaml'))
    expect(image).toMatchObject({
      name: 'site',
      ref: 'os/site',
      packages: ['vim', 'nginx', 'git'],
      recommends: true,
      essential: true,
      lockfile: join(folder, 'site/image.lock'),
      ids: join(folder, 'site/image.ids'),
      files: ['site/image.yaml', 'shared/web.yaml', 'base.yaml'].map((name) => join(folder, name)),
    })
  })

  it('takes name and lockfile from a file that is not called image.yaml', async () => {
    await write({ 'router.yaml': 'ref: os/router\n' })
    expect(await readTreefile(join(folder, 'router.yaml'))).toMatchObject({
      name: 'router',
      lockfile: join(folder, 'router.lock'),
    })
  })

  it.each([
    {
      summary: 'a file that is not there',
      files: {},
      message: /cannot use ".*image.yaml": it cannot be read/,
    },
    {
      summary: 'an include that is not there',
      files: { 'image.yaml': 'include: base.yaml\n' },
      message: /cannot use ".*base.yaml": ".*image.yaml" includes it/,
    },
    {
      summary: 'a circle of includes',
      files: { 'image.yaml': 'include: b.yaml\n', 'b.yaml': 'include: image.yaml\n' },
      message: /image.yaml": it includes itself: .*image.yaml → .*b.yaml → .*image.yaml/,
    },
    {
      summary: 'a mistake in an include, at its place there',
      files: { 'image.yaml': 'include: b.yaml\n', 'b.yaml': '\nreff: x\n' },
      message: /b.yaml:2:1: unknown key "reff"/,
    },
  ])('refuses $summary', async ({ files, message }) => {
    await write(files as Record<string, string>)
    await expect(readTreefile(join(folder, 'image.yaml'))).rejects.toThrow(message)
  })
})
