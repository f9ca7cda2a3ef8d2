import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { imageSchema } from './image-schema.js'

const { properties } = imageSchema
const file = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))

it('has a description of every key for editors, and a title for messages', () => {
  const bare = Object.entries(properties).filter(([, key]) => !key.description || !key.title)
  expect(bare).toEqual([])
})

// Both are written anew by `npx vitest run --project @apt2ostree/treefile -u`.
it('is what editors read', async () => {
  const text = `${JSON.stringify(imageSchema, undefined, 2)}\n`
  await expect(text).toMatchFileSnapshot(file('schema/image.schema.json'))
})

it('is what the README explains', async () => {
  const rows = Object.entries(properties).map(
    ([key, { description }]) => `| \`${key}\` | ${description} |\n`,
  )
  const table = `| key | what it says |\n| --- | --- |\n${rows.join('')}`
  const readme = readFileSync(file('README.md'), 'utf8')
  const written = readme.replace(/(?<=^## Keys\n\n)(\|.*\n)*/m, () => table)
  await expect(written).toMatchFileSnapshot(file('README.md'))
})
