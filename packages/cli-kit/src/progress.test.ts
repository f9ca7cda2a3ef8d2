import { expect, it } from 'vitest'
import { formatProgress } from './progress.js'

it.each([
  { summary: 'a label alone', args: ['resolving'], text: 'resolving' },
  { summary: 'a count', args: ['fetched', 3], text: 'fetched 3' },
  { summary: 'a count of a known total', args: ['unpacking', 3, 113], text: 'unpacking 3/113' },
] as const)('$summary', ({ args: [label, done, total], text }) => {
  expect(formatProgress(label, done, total)).toBe(text)
})
