import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readImageSchema } from './image-schema.js'

const { properties = {} } = readImageSchema()

it('has a description of every key for editors, and a title for messages', () => {
  const bare = Object.entries(properties).filter(([, key]) => !key.description || !key.title)
  expect(bare).toEqual([])
})

it('has just the keys that the README explains', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, table = ''] = /^## Keys\n(.*?)^## /ms.exec(readme) ?? []
  const cells = [...table.matchAll(/^\| (`[^|]*)\|/gm)].map(([, cell = '']) => cell)
  const explained = cells.flatMap((cell) => cell.match(/[a-z-]+/g) ?? [])
  expect(explained.sort()).toEqual(Object.keys(properties).sort())
})
