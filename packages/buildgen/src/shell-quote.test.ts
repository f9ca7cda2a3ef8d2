import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shellQuote } from './shell-quote.js'

it('is read by sh as the words it was made of', () => {
  const word = fc.string({ minLength: 1 }).filter((text) => !text.includes('\0'))
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
      const script = `printf '%s\\0' ${shellQuote(words)}`
      const read = execFileSync('sh', ['-c', script], { encoding: 'utf8' })
      expect(read.split('\0').slice(0, -1)).toEqual(
        words.map((text) => Buffer.from(text).toString()),
      )
    }),
    { numRuns: 50 },
  )
})

it('leaves plain words readable', () => {
  expect(shellQuote(['ostree-union', '--repo', 'a/b_c', "it's $5"])).toBe(
    "ostree-union --repo a/b_c 'it'\\''s $5'",
  )
})
