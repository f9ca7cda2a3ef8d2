import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decodeBytes, encodeBytes, parseStanzas, readStanzas } from './index.js'

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

it('reads the same stanzas and lines whatever the chunks', async () => {
  const bytes = encodeBytes('\n# note\nA: 1\n\n\nB: \xe9\xff\n more\n\n#\nC: 3')
  const whole = [...parseStanzas(decodeBytes(bytes))].map(({ text, line }) => ({ text, line }))
  expect(whole).toEqual([
    { text: 'A: 1\n', line: 3 },
    { text: 'B: \xe9\xff\n more\n', line: 6 },
    { text: 'C: 3\n', line: 10 },
  ])
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: bytes.length }), async (size) => {
      const stanzas: unknown[] = []
      for await (const { text, line } of readStanzas(inChunks(bytes, size))) {
        stanzas.push({ text, line })
      }
      expect(stanzas).toEqual(whole)
    }),
  )
})

it('keeps every byte', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
  expect([...encodeBytes(decodeBytes(bytes))]).toEqual([...bytes])
})
