import { expect, it } from 'vitest'
import { countSubordinateIds } from './subordinate-ids.js'

it.each([
  { summary: 'by name', text: 'a:1:2\njo:100000:65536\n', count: 65536 },
  { summary: 'by number', text: '1000:100000:70000\n', count: 70000 },
  { summary: 'the first of several', text: 'jo:100000:10\njo:200000:65536\n', count: 10 },
  { summary: 'none', text: 'joe:100000:65536\n', count: 0 },
  { summary: 'no file', text: '', count: 0 },
  { summary: 'a broken line', text: 'jo:100000\n', count: 0 },
])('counts the ids of a range: $summary', ({ text, count }) => {
  expect(countSubordinateIds(text, 'jo', 1000)).toBe(count)
})
