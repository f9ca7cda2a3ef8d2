import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { type ChangingArchive, serveChangingArchive } from '../src/changing-archive.js'
import { out } from '../src/run.js'

const BUILDS = 100
const names = Array.from({ length: BUILDS }, (_, index) => `variant-${index}`)

let folder: string
let archive: ChangingArchive

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hundred-builds-'))
  archive = await serveChangingArchive(folder)
  const postinst = '#!/bin/sh\nset -e\necho "$DPKG_MAINTSCRIPT_PACKAGE" >> /etc/variants\n'
  await archive.publish(
    names.map((name) => ({
      fields: { Package: name },
      files: [{ path: `./usr/share/${name}`, content: `${name}\n` }],
      controlFiles: { postinst },
    })),
  )
  writeFileSync(join(folder, 'base.yaml'), `sources: ['${archive.source}']\nrequired: false\n`)
  for (const name of names) {
    writeFileSync(
      join(folder, `${name}.yaml`),
      `include: base.yaml\nref: os/${name}\npackages: [${name}]\n`,
    )
  }
  await out('apt2ostree lock base.yaml variant-*.yaml', { cwd: folder })
}, 900_000)

afterAll(async () => {
  await archive.close()
  rmSync(folder, { recursive: true })
})

it(`${BUILDS} builds at once into one repo give what ${BUILDS} one after another give`, {
  timeout: 3_600_000,
}, async () => {
  const began = Date.now()
  const results = await Promise.all(names.map((name) => build(name, 'together')))
  const seconds = (Date.now() - began) / 1000
  expect(results.filter(({ status }) => status !== 0)).toEqual([])
  expect(
    await out('find together/tmp -mindepth 1 -not -path "together/tmp/cache*"', { cwd: folder }),
  ).toBe('')
  await out('ostree fsck --quiet --repo=together', { cwd: folder })
  await out('apt2ostree build --repo in-turn variant-*.yaml', { cwd: folder })
  const refs = (repo: string) => out(`ostree --repo=${repo} refs -r`, { cwd: folder })
  expect(await refs('together')).toBe(await refs('in-turn'))
  console.log(`${BUILDS} builds at once: ${seconds.toFixed(0)} s`)
})

function build(name: string, repo: string): Promise<{ status: number | null; stderr: string }> {
  const env = { ...process.env, PATH: `${inject('toolsPath')}:${process.env.PATH}` }
  const args = ['build', '--quiet', '--repo', repo, `${name}.yaml`]
  const child = spawn('apt2ostree', args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status) => resolve({ status, stderr }))
  })
}
