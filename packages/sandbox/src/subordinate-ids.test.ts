import { expect, it } from 'vitest'
import { findSubordinateIds } from './subordinate-ids.js'

it.each([
  { summary: 'by name', text: 'a:1:2\njo:100000:65536\n', first: 100000, count: 65536 },
  { summary: 'by number', text: '1000:100000:70000\n', first: 100000, count: 70000 },
  {
    summary: 'the larger of two',
    text: 'jo:100000:10\njo:200000:65536\n1000:300000:9\n',
    first: 200000,
    count: 65536,
  },
  { summary: 'none', text: 'joe:100000:65536\n', first: 0, count: 0 },
  { summary: 'no file', text: '', first: 0, count: 0 },
  { summary: 'a broken line', text: 'jo:100000\n', first: 0, count: 0 },
])('finds the range of a user: $summary', ({ text, first, count }) => {
  expect(findSubordinateIds(text, 'jo', 1000)).toEqual({ first, count })
})
