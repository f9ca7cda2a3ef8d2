import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect } from 'vitest'
import { type ChangingArchive, serveChangingArchive } from '../src/changing-archive.js'
import { out, sh } from '../src/run.js'

const { it } = needs('ostree', 'sandbox', 'apt sources')

/** A package whose script leaves a file that is the same every time, and one that never is. */
const chance = {
  fields: { Package: 'chance' },
  controlFiles: {
    postinst: '#!/bin/sh\ncat /proc/sys/kernel/random/uuid > /etc/chance\necho same > /etc/same\n',
  },
}
const build = 'apt2ostree build web.yaml --verify-reproducible'

let folder: string
let archive: ChangingArchive
const inFolder = (line: string) => out(line, { cwd: folder })

async function lockImage(...packages: readonly string[]): Promise<void> {
  const image = { ref: 'os/web', required: false, packages, sources: [archive.source] }
  writeFileSync(join(folder, 'web.yaml'), `${JSON.stringify(image)}\n`)
  await inFolder('apt2ostree lock web.yaml')
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'verify-reproducible-'))
  archive = await serveChangingArchive(folder)
  await archive.publish([{ fields: { Package: 'left' } }, chance])
}, 300_000)
afterAll(async () => {
  await archive.close()
  rmSync(folder, { recursive: true })
})

it('finds nothing in an image that is reproducible', { timeout: 300_000 }, async () => {
  await lockImage('left')
  const { status, stderr } = await sh(build, { cwd: folder })
  expect(stderr).not.toContain('not reproducible')
  expect(status).toBe(0)
})

it('names what two runs make otherwise, and only that', { timeout: 300_000 }, async () => {
  await lockImage('left', 'chance')
  const { status, stdout, stderr } = await sh(build, { cwd: folder })
  expect({ status, stdout }).toEqual({ status: 1, stdout: expect.stringMatching(/^os\/web\t/) })
  expect(stderr.match(/^.*not reproducible.*$/gm)).toEqual([
    'apt2ostree: warning: web is not reproducible: two runs differ at "/etc/chance"',
  ])
})

it('leaves two builds that their commits tell apart', async () => {
  const { status, stdout } = await sh('apt2ostree diff --repo repo os/web^ os/web', { cwd: folder })
  expect(status).toBe(1)
  expect(stdout).toBe('Added:\n  chance 1.0 (+0 B)\n')
  expect(await inFolder('apt2ostree diff --repo repo os/web os/web')).toBe('')
})
