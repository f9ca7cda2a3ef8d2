import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineEnds } from './line-ends.js'

function through(chunks: readonly string[]): string {
  const lineEnds = new LineEnds()
  return chunks.map((chunk) => Buffer.from(lineEnds.push(Buffer.from(chunk)))).join('')
}

describe('line ends', () => {
  it.each([
    { from: 'a\r\nb\r\n', to: 'a\nb\n' },
    { from: 'a\n\r\nb', to: 'a\n\nb' },
    { from: 'a\r\r\n\rb', to: 'a\nb' },
    { from: 'a\rb\n', to: 'a\rb\n' },
    { from: '\r\na', to: '\na' },
    { from: 'a\r', to: 'a' },
  ])('$from is read as $to', ({ from, to }) => {
    expect(through([from])).toBe(to)
  })

  it('do not depend on how the bytes come', () => {
    const chunks = fc.array(fc.string({ unit: fc.constantFrom('\r', '\n', 'a') }))
    fc.assert(fc.property(chunks, (parts) => through(parts) === through([parts.join('')])))
  })
})
