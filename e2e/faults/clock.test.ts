import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sh } from '../src/run.js'
import { type DiskImage, expectSameImage, makeDiskImage } from './disk-image.js'

const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1'
const hasFaketime = spawnSync('faketime', ['--version']).status === 0

let image: DiskImage
let folder: string

beforeAll(async () => {
  if (!hasFaketime) return
  image = await makeDiskImage()
  folder = mkdtempSync(join(tmpdir(), 'clock-'))
}, 300_000)

afterAll(async () => {
  await image?.remove()
  if (folder) rmSync(folder, { recursive: true })
})

describe.skipIf(!hasFaketime)(
  'a clock that is wrong, which faketime makes',
  { timeout: 300_000 },
  () => {
    it.each(['1970-01-02', '2001-09-09', '2037-12-31', '2100-01-01'])(
      'of %s gives the commit of every other',
      async (date) => {
        const where = mkdtempSync(join(folder, 'build-'))
        await expectSameImage(image, where)
        await sh('rm -r repo', { cwd: where })
        const env = { LD_PRELOAD: library, FAKETIME: `@${date} 00:00:00`, DONT_FAKE_MONOTONIC: '1' }
        await expectSameImage(image, where, { env })
      },
    )

    it('that jumps to and fro while a build runs, too', async () => {
      const where = mkdtempSync(join(folder, 'build-'))
      const file = join(folder, 'now')
      const jumps = ['+0', '-20y', '+10y', '-1d', '+1h', '-2y']
      writeFileSync(file, '+0')
      const env = {
        LD_PRELOAD: library,
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_NO_CACHE: '1',
        DONT_FAKE_MONOTONIC: '1',
      }
      let done = false
      const jumping = (async () => {
        for (let round = 0; !done; round++) {
          writeFileSync(file, jumps[round % jumps.length] ?? '+0')
          await setTimeout(200)
        }
      })()
      await expectSameImage(image, where)
      await sh('rm -r repo pool', { cwd: where })
      try {
        await expectSameImage(image, where, { env })
      } finally {
        done = true
        await jumping
      }
    })

    it('from before the archive was signed is told, and nothing is locked', async () => {
      const where = mkdtempSync(join(folder, 'build-'))
      const env = {
        LD_PRELOAD: library,
        FAKETIME: '@2001-09-09 00:00:00',
        DONT_FAKE_MONOTONIC: '1',
      }
      const { status, stderr } = await image.build(where, { env })
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: expect.stringMatching(/error: cannot .*(future|not valid (yet|before))/),
      })
    })
  },
)
