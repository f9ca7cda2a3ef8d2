import { buildAr } from '@apt2ostree/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arHeaderBytes, arMagic, parseArHeader } from './ar-header.js'

const headerOf = (name: string, content: Uint8Array): Uint8Array =>
  buildAr([{ name, content }]).subarray(arMagic.length, arMagic.length + arHeaderBytes)

test('a header gives the name and size it was made of', () => {
  const names = fc.stringMatching(/^[a-z][a-z.-]{0,14}[a-z]$/)
  fc.assert(
    fc.property(names, fc.uint8Array(), (name, content) => {
      expect(parseArHeader(headerOf(name, content))).toEqual({ name, size: content.length })
    }),
  )
})

test('a slash ends a name of System V', () => {
  expect(parseArHeader(headerOf('data.tar/', Buffer.alloc(3)))).toEqual({
    name: 'data.tar',
    size: 3,
  })
})

const broken = [
  { summary: 'a wrong magic', at: 58, text: 'xx' },
  { summary: 'letters for a size', at: 48, text: 'ten       ' },
  { summary: 'a negative size', at: 48, text: '-1        ' },
  { summary: 'no size', at: 48, text: '          ' },
]

test.each(broken)('$summary is no header', ({ at, text }) => {
  const bytes = Buffer.from(headerOf('x', Buffer.alloc(3)))
  bytes.write(text, at, 'latin1')
  expect(parseArHeader(bytes)).toBeUndefined()
})
