import { fileURLToPath } from 'node:url'
import { needs } from '@apt2ostree/testkit/needs'
import { expect } from 'vitest'
import { sh } from '../src/run.js'

const { it } = needs('apt-get', 'apt sources', 'time')

const bench = fileURLToPath(new URL('../../tools/bench/dist/main.js', import.meta.url))

it('misses no goal of speed by an order of magnitude', { timeout: 120_000 }, async () => {
  const { status, stderr } = await sh(`node ${bench} --rounds 1 --slack 10 start-up apt-index`)
  expect({ status, missed: stderr.match(/^goal missed.*/gm) }).toEqual({ status: 0, missed: null })
})
