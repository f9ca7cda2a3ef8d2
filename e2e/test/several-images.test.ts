import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { needs } from '@apt2ostree/testkit/needs'
import { afterAll, beforeAll, expect } from 'vitest'
import { type ChangingArchive, serveChangingArchive } from '../src/changing-archive.js'
import { out } from '../src/run.js'

const { it } = needs('ostree', 'sandbox', 'apt sources')

let folder: string
let archive: ChangingArchive
const inFolder = (line: string) => out(line, { cwd: folder })

/** The sandbox has the real clock; this notes it before and after some seconds of work. */
const work = '#!/bin/sh\nset -e\ndate +%s%N > /etc/began\nsleep 4\ndate +%s%N > /etc/ended\n'

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'several-images-'))
  archive = await serveChangingArchive(folder)
  await archive.publish([{ fields: { Package: 'left' } }])
  for (const name of ['one', 'two']) {
    const image = { ref: `os/${name}`, required: false, packages: ['left'], postprocess: [work] }
    writeFileSync(
      join(folder, `${name}.yaml`),
      JSON.stringify({ ...image, sources: [archive.source] }),
    )
  }
}, 300_000)
afterAll(async () => {
  await archive.close()
  rmSync(folder, { recursive: true })
})

it('builds as many images at a time as there are cores', { timeout: 300_000 }, async () => {
  await inFolder('apt2ostree build one.yaml two.yaml')
  const clock = async (name: string, moment: string) =>
    Number(await inFolder(`ostree --repo=repo cat os/${name} /etc/${moment}`))
  const together =
    (await clock('one', 'began')) < (await clock('two', 'ended')) &&
    (await clock('two', 'began')) < (await clock('one', 'ended'))
  expect(together).toBe(availableParallelism() > 1)
})
