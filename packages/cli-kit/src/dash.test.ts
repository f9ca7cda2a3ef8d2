import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shieldDashes, unshieldDashes } from './dash.js'

it('gives every argument back as it was typed, without the separator', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('-', '-o', 'x', '--name', '')), (args) => {
      expect(unshieldDashes(shieldDashes([...args, '--', '-', '--x']))).toEqual([
        ...args,
        '-',
        '--x',
      ])
    }),
  )
})

it('leaves no lone dash for yargs to lose', () => {
  expect(shieldDashes(['a', '-', '--', '--b'])).toEqual(['a', '\0-', '\0--b'])
})
