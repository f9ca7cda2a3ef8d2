import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseDivertedPaths, parseOverriddenPaths } from './base-obstacles.js'

/** Anything dpkg writes in a line of its own. */
const path = fc.string({ minLength: 1 }).filter((text) => !/[\n\0]/.test(text))

it('reads the first of three lines of each diversion', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(path, path, path)), (diversions) => {
      const lines = diversions.flatMap(([from, to, owner]) => [`/${from}`, `/${to}`, owner])
      const text = lines.map((line) => `${line}\n`).join('')
      expect(parseDivertedPaths(text)).toEqual(diversions.map(([from]) => from))
    }),
  )
})

it.each([
  { summary: 'nothing', text: '', paths: [] },
  {
    summary: 'names and numbers of owners, and blanks in a path',
    text: 'root crontab 2755 /usr/bin/crontab\n#0 #105 640 /etc/a b\n',
    paths: ['usr/bin/crontab', 'etc/a b'],
  },
])('reads the paths of overrides: $summary', ({ text, paths }) => {
  expect(parseOverriddenPaths(text)).toEqual(paths)
})
