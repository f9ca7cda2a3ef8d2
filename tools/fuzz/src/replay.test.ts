import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { mutate, randomNumbers } from './mutate.js'
import { tryTarget } from './target.js'
import { targets } from './targets.js'

/** Mutations of each seed: what a machine does in passing. `npm run fuzz` does the rest. */
const MUTATIONS = 150

describe.each(Object.entries(targets))('%s', (name, target) => {
  const folder = new URL(`../corpus/${name}/`, import.meta.url)
  const found = existsSync(folder) ? readdirSync(folder).sort() : []

  it.each(target.seeds().map((seed, i) => [i, seed] as const))(
    'decodes seed %i',
    async (_i, seed) => {
      await tryTarget(target, Buffer.from(seed))
    },
  )

  it.each(found)('keeps its promises with %s', async (file) => {
    await tryTarget(target, readFileSync(new URL(file, folder)))
  })

  it('keeps its promises with what is like its seeds', async () => {
    const random = randomNumbers(20_241_128)
    const inputs = [...target.seeds(), ...found.map((file) => readFileSync(new URL(file, folder)))]
    for (const seed of inputs) {
      for (let i = 0; i < MUTATIONS; i++) {
        const input = mutate(seed, random)
        const outcome = await tryTarget(target, input).catch((error: Error) => error)
        expect(outcome, `input ${input.toString('base64')}`).toBeUndefined()
      }
    }
  })
})
