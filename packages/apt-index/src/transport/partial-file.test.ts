import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { PartialFile } from './partial-file.js'

const top = mkdtempSync(join(tmpdir(), 'partial-file-'))
afterAll(() => rmSync(top, { recursive: true }))

it('takes with it what a killed run left, and nothing of one that lives', async () => {
  const living = await PartialFile.create(join(top, 'first/a.deb'))
  const own = basename(living.path)
  const { pid: dead } = spawnSync('true')
  const left = own.replace(`-${process.pid}-`, `-${dead}-`)
  const others = own
    .replace(/\.[0-9a-f]{8}-/, '.00000000-')
    .replace(`-${process.pid}-`, `-${dead}-`)
  const second = join(top, 'second')
  renameSync(join(top, 'first'), second)
  for (const name of [left, others, 'b.deb']) writeFileSync(join(second, name), 'half')
  const file = await PartialFile.create(join(second, 'c.deb'))
  expect(readdirSync(second).sort()).toEqual([own, others, 'b.deb', basename(file.path)].sort())
  expect(dirname(file.path)).toBe(second)
  await file.discard()
  await living.discard()
})
