import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ChangingArchive, serveChangingArchive } from '../src/changing-archive.js'
import { out, sh } from '../src/run.js'

const examples = fileURLToPath(new URL('../../examples/update-loop', import.meta.url))
const left = (version: string) => ({ fields: { Package: 'left', Version: version } })

let folder: string
let archive: ChangingArchive
const inFolder = (line: string) => out(line, { cwd: folder })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'update-loop-'))
  archive = await serveChangingArchive(folder)
  await archive.publish([left('1.0')])
  const image = { ref: 'os/left', required: false, packages: ['left'], sources: [archive.source] }
  writeFileSync(join(folder, 'image.yaml'), `${JSON.stringify(image)}\n`)
  cpSync(join(examples, 'nightly.sh'), join(folder, 'nightly.sh'))
  await inFolder('apt2ostree build image.yaml')
  await inFolder(
    'git init -q && git config user.name t && git config user.email t@example.org && git add image.yaml image.lock image.ids nightly.sh && git commit -q -m first',
  )
}, 300_000)
afterAll(async () => {
  await archive.close()
  rmSync(folder, { recursive: true })
})

it('does nothing on a night without news', { timeout: 300_000 }, async () => {
  expect(await inFolder('./nightly.sh image.yaml')).toContain('nothing new')
  expect(await inFolder('git branch --list | wc -l')).toBe('1')
})

it('commits what changed to a branch and builds it', { timeout: 300_000 }, async () => {
  await archive.publish([left('1.1')])
  const text = await inFolder('./nightly.sh image.yaml')
  expect(text).toMatch(/left.*1\.0.*1\.1/)
  expect(await inFolder('git log --format=%B -2')).toMatch(/Update packages.*left.*1\.0.*1\.1/s)
  expect(await inFolder('git diff --stat @{-1} -- .')).toContain('image.lock')
  expect(await inFolder('git branch --show-current')).toMatch(/^packages\/\d{4}-\d\d-\d\d$/)
  const status = await inFolder('ostree --repo=repo cat os/left /var/lib/dpkg/status')
  expect(status).toMatch(/Package: left\n(.+\n)*Version: 1\.1\n/)
})

it('fails, and merges nothing, when the archive is away', { timeout: 60_000 }, async () => {
  await inFolder('git switch -q -')
  await archive.close()
  const { status } = await sh('./nightly.sh image.yaml', { cwd: folder })
  expect(status).not.toBe(0)
  expect(await inFolder('git log --format=%s -1')).toBe('first')
})
