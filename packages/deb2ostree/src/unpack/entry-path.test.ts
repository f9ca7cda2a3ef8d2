import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseEntryPath } from './entry-path.js'

const paths = [
  { name: './', path: '' },
  { name: '.', path: '' },
  { name: './usr/bin/', path: 'usr/bin' },
  { name: 'usr/bin/env', path: 'usr/bin/env' },
  { name: '/usr//bin/./env', path: 'usr/bin/env' },
  { name: './a..b/...', path: 'a..b/...' },
]

test.each(paths)('$name is "$path"', ({ name, path }) => {
  expect(parseEntryPath(name)).toBe(path)
})

test('a path that was parsed is parsed to itself, and stays below the root', () => {
  const part = fc.constantFrom('a', 'b.c', '.', '', '\xe9')
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const path = parseEntryPath(parts.join('/'))
      expect(parseEntryPath(path)).toBe(path)
      expect(path.startsWith('/') || path.endsWith('/')).toBe(false)
    }),
  )
})

describe('refused', () => {
  test.each(['..', '../x', './a/../b', 'a/..', '/../etc'])('%s', (name) => {
    expect(() => parseEntryPath(name)).toThrow(/^cannot place ".*": it climbs with "\.\."$/)
  })
})
