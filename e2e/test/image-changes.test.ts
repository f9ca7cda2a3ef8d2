import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect } from 'vitest'
import { type ChangingArchive, serveChangingArchive } from '../src/changing-archive.js'
import { out, sh } from '../src/run.js'

const { it } = needs('ostree', 'sandbox', 'apt sources')

let folder: string
let archive: ChangingArchive
const inFolder = (line: string) => out(line, { cwd: folder })
const cat = (path: string) => inFolder(`ostree --repo=repo cat os/web ${path}`)

function writeImage(changes: object): void {
  const image = { ref: 'os/web', required: false, packages: ['left'], sources: [archive.source] }
  writeFileSync(join(folder, 'web.yaml'), `${JSON.stringify({ ...image, ...changes })}\n`)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'image-changes-'))
  archive = await serveChangingArchive(folder)
  const left = (version: string) => ({ fields: { Package: 'left', Version: version } })
  const fetcher = {
    fields: { Package: 'fetcher' },
    controlFiles: { postinst: '#!/bin/bash\nexec 3<> /dev/tcp/192.0.2.1/80\n' },
  }
  await archive.publish([left('1.0'), left('2.0'), fetcher])
  writeFileSync(join(folder, 'page.html'), 'hello\n')
}, 300_000)
afterAll(async () => {
  await archive.close()
  rmSync(folder, { recursive: true })
})

it('makes every change that image.yaml asks for', { timeout: 300_000 }, async () => {
  writeImage({
    preferences: ['Package: left\nPin: version 1.0\nPin-Priority: 1001\n'],
    'remove-files': ['/usr/share/doc'],
    'add-files': [['page.html', '/srv/www/page.html']],
    postprocess: ['#!/bin/sh\nset -e\necho "at $SOURCE_DATE_EPOCH" > /etc/built\n'],
    'add-commit-metadata': { team: 'web' },
  })
  await inFolder('SOURCE_DATE_EPOCH=7 apt2ostree build web.yaml')
  expect(await cat('/var/lib/dpkg/status')).toMatch(/Package: left\n(.+\n)*Version: 1\.0\n/)
  expect(await cat('/srv/www/page.html')).toBe('hello')
  expect(await cat('/etc/built')).toBe('at 7')
  const { status } = await sh('ostree --repo=repo ls os/web /usr/share/doc', { cwd: folder })
  expect(status).not.toBe(0)
  const show = 'ostree --repo=repo show os/web --print-metadata-key=team'
  expect(await inFolder(show)).toBe("'web'")
})

it('says which package needs the network, and moves no ref', { timeout: 300_000 }, async () => {
  const before = await inFolder('ostree --repo=repo rev-parse os/web')
  writeImage({ packages: ['left', 'fetcher'] })
  const lock = 'apt2ostree lock web.yaml'
  const { status, stderr } = await sh(`${lock} && apt2ostree build web.yaml`, { cwd: folder })
  expect(status).toBe(1)
  expect(stderr).toMatch(
    /^apt2ostree: error: cannot configure package "fetcher": postinst: exit status 1\n.*Network is unreachable/ms,
  )
  expect(await inFolder('ostree --repo=repo rev-parse os/web')).toBe(before)
  writeImage({})
  await inFolder(lock)
})

it('says which script failed, and moves no ref', { timeout: 300_000 }, async () => {
  const before = await inFolder('ostree --repo=repo rev-parse os/web')
  writeImage({ postprocess: ['#!/bin/sh\necho no luck >&2\nexit 3\n'] })
  const { status, stderr } = await sh('apt2ostree build web.yaml', { cwd: folder })
  expect(status).toBe(1)
  expect(stderr).toContain('apt2ostree: error: cannot run postprocess script 1: exit status 3')
  expect(stderr).toContain('no luck')
  expect(await inFolder('ostree --repo=repo rev-parse os/web')).toBe(before)
})
