import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createOutputTail } from './output-tail.js'

it('keeps the last lines, without empty ones and progress that was overwritten', () => {
  const tail = createOutputTail(3)
  tail.add(Buffer.from('one\ntwo\n\n10%\r20%\rth'))
  tail.add(Buffer.from('ree\n'))
  expect(tail.lines()).toEqual(['10%', '20%', 'three'])
})

it('does not depend on how the output comes in pieces', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, seed) => {
      const bytes = Buffer.from(text)
      const at = bytes.length === 0 ? 0 : seed % bytes.length
      const [whole, pieces] = [createOutputTail(), createOutputTail()]
      whole.add(bytes)
      pieces.add(bytes.subarray(0, at))
      pieces.add(bytes.subarray(at))
      expect(pieces.lines()).toEqual(whole.lines())
    }),
  )
})
