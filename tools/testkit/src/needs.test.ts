import { expect, it } from 'vitest'
import { remedies, unmet } from './needs.js'

it('names what is missing, and what has it', () => {
  const path = process.env.PATH
  process.env.PATH = '/nonexistent'
  try {
    expect(unmet('ninja')).toEqual(['ninja'])
  } finally {
    process.env.PATH = path
  }
  expect(remedies(['ninja', 'apt-get', 'apt-config'])).toEqual(['ninja-build', 'apt'])
})
