import { expect, it } from 'vitest'
import { readImageSchema } from './image-schema.js'

it('has a description of every key for editors, and a title for messages', () => {
  const { properties = {} } = readImageSchema()
  expect(Object.keys(properties).length).toBeGreaterThan(0)
  const bare = Object.entries(properties).filter(([, key]) => !key.description || !key.title)
  expect(bare).toEqual([])
})
