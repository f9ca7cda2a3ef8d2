import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createWorkFolder } from './work-folder.js'

const parent = mkdtempSync(join(tmpdir(), 'work-folder-'))
afterAll(() => rmSync(parent, { recursive: true, force: true }))

const remove = async (...paths: string[]) => {
  for (const path of paths) await rm(path, { recursive: true, force: true })
}

it('goes without a trace, and takes what killed runs left with it, but nothing of one that lives', async () => {
  for (const name of ['.ostree-disk-dead', '.ostree-disk-half', 'disk.img']) {
    mkdirSync(join(parent, name))
  }
  writeFileSync(join(parent, '.ostree-disk-dead.lock'), '')
  writeFileSync(join(parent, '.ostree-disk-dead/disk.img'), 'half')
  const first = await createWorkFolder(parent, remove)
  const second = await createWorkFolder(parent, remove)
  expect(readdirSync(parent).length).toBe(5)
  expect(readdirSync(first.path)).toEqual([])
  await first.remove()
  await second.remove()
  expect(readdirSync(parent)).toEqual(['disk.img'])
})

it('goes also when it cannot be removed: the next run does it', async () => {
  const folder = await createWorkFolder(parent, async () => {
    throw new Error('cannot remove')
  })
  await expect(folder.remove()).rejects.toThrow('cannot remove')
  const next = await createWorkFolder(parent, remove)
  await next.remove()
  expect(readdirSync(parent)).toEqual(['disk.img'])
})
