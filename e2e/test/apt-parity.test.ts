import { fileURLToPath } from 'node:url'
import { needs } from '@apt2ostree/testkit/needs'
import { expect } from 'vitest'
import { sh } from '../src/run.js'

const { it } = needs('apt-get')

const parity = fileURLToPath(new URL('../../tools/bench/dist/apt-parity.js', import.meta.url))

it('takes the sources and Release files that apt takes, and no others', {
  timeout: 120_000,
}, async () => {
  const { status, stdout } = await sh(`node ${parity} --count 12 --seed 1`)
  expect(stdout).toMatch(/^sources: 12 asked, \d+ refused by apt, 0 different$/m)
  expect(stdout).toMatch(/^Release files: 12 asked, \d+ refused by apt, 0 different$/m)
  expect(status).toBe(0)
})
