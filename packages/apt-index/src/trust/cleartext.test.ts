import { signCleartext } from '@apt2ostree/testkit'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseCleartext } from './cleartext.js'

const line = fc.string({ unit: fc.constantFrom('a', '-', ' ', '\t', '\r', ':', '\xe9') })

it('gives back what was signed, without white space at the ends of lines', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1 }), async (lines) => {
      const text = `${lines.join('\n')}\n`
      const { text: parsed, signedBytes } = parseCleartext(await signCleartext(text, []))
      const trimmed = lines.map((each) =>
        Buffer.from(each.replace(/[ \t\r]+$/, '')).toString('latin1'),
      )
      expect(parsed).toBe(`${trimmed.join('\n')}\n`)
      expect(Buffer.from(signedBytes).toString('latin1')).toBe(trimmed.join('\r\n'))
    }),
  )
})
