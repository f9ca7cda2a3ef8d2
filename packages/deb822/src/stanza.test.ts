import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Deb822Error, FieldSet, formatStanza, parseStanza, parseStanzas } from './index.js'

const text = `# made by hand
Package: hello
version:1.0-1
Depends: libc6,
# not this one
 libgcc-s1
Conffiles:
 /etc/hello 0123
Description: a greeting\t
 First.
 .
 Second.

# between

Package: world
`

describe('Stanza', () => {
  const [hello, world] = parseStanzas(text)

  it.each([
    { summary: 'a plain value', name: 'Package', value: 'hello' },
    {
      summary: 'a name in another case, no space after the colon',
      name: 'VERSION',
      value: '1.0-1',
    },
    { summary: 'a comment inside a value', name: 'Depends', value: 'libc6,\n libgcc-s1' },
    { summary: 'an empty first line', name: 'Conffiles', value: '\n /etc/hello 0123' },
    { summary: 'several lines', name: 'Description', value: 'a greeting\t\n First.\n .\n Second.' },
    { summary: 'no such field', name: 'Pack', value: undefined },
    { summary: 'a word of a continuation line', name: 'First.', value: undefined },
  ])('gets $summary', ({ name, value }) => {
    expect(hello?.get(name)).toBe(value)
  })

  it('lists the fields as written', () => {
    expect(hello?.fields().map(([name]) => name)).toEqual([
      'Package',
      'version',
      'Depends',
      'Conffiles',
      'Description',
    ])
  })

  it('keeps its text and the number of its first line', () => {
    expect([hello?.line, world?.line]).toEqual([2, 16])
    expect(world?.text).toBe('Package: world\n')
  })

  it.each([
    { summary: 'a line without a colon', text: 'A: 1\nB\n', message: /"Field: value".*line 2/ },
    { summary: 'a continuation before any field', text: ' x\n', message: /line 1/ },
    { summary: 'a field given twice', text: 'A: 1\n\nA: 1\nB: 2\na: 3\n', message: /a comes.*5/ },
    { summary: 'a carriage return', text: 'A: 1\r\n\r\nB: 1\r\n', message: /line 2/ },
  ])('refuses $summary', ({ text, message }) => {
    expect(() => [...parseStanzas(text)].map((stanza) => stanza.fields())).toThrow(message)
  })
})

describe('parseStanza', () => {
  it('refuses none and two', () => {
    expect(() => parseStanza('\n# nothing\n')).toThrow('expected a stanza')
    expect(() => parseStanza('A: 1\n\nB: 2\n')).toThrow('expected one stanza, not more (line 3)')
  })
})

describe('formatStanza', () => {
  it.each([
    { summary: 'an empty line', value: 'a\n\nb' },
    { summary: 'an unindented line', value: 'a\nb' },
    { summary: 'white space at the end', value: 'a ' },
    { summary: 'white space in front', value: ' a' },
  ])('refuses a value with $summary', ({ value }) => {
    expect(() => formatStanza([['Field', value]])).toThrow('cannot write field Field')
  })

  it.each(['', '-A', '#A', 'A B', 'A:'])('refuses the field name "%s"', (name) => {
    expect(() => formatStanza([[name, 'x']])).toThrow('cannot write a field named')
  })

  it.each(['voil\xc3\xa0', '\xc5\xa0', 'a\n \xa0b\xa0'])('keeps the bytes of "%s"', (value) => {
    const text = formatStanza([['Description', value]])
    expect(parseStanza(text).get('Description')).toBe(value)
  })

  it('refuses a field of any bytes, or writes what reads back', () => {
    const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code))
    const text = fc.string({
      unit: fc.oneof(byte, fc.constantFrom(...' \t\n\r#:')),
      maxLength: 12,
    })
    const name = fc.oneof(text, fc.constant('Second'))
    let written = 0
    fc.assert(
      fc.property(name, text, (name, value) => {
        const fields: [string, string][] = [
          ['First', '1'],
          [name, value],
        ]
        let stanza = ''
        try {
          stanza = formatStanza(fields)
        } catch (error) {
          expect(error).toBeInstanceOf(Deb822Error)
          return
        }
        written++
        expect(parseStanza(stanza).fields()).toEqual(fields)
      }),
      { numRuns: 3000, seed: 15 },
    )
    expect(written).toBeGreaterThan(300)
  })

  it('writes what parseStanza reads back', () => {
    const word = fc.stringMatching(/^[!-"$-~\x80-\xff]{1,8}$/)
    const line = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '))
    const value = fc
      .tuple(fc.oneof(fc.constant(''), line), fc.array(line, { maxLength: 3 }))
      .map(([first, more]) => [first, ...more].join('\n '))
    const fields = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[A-Za-z][!-9;-~]{0,9}$/), value), {
      minLength: 1,
      selector: ([name]) => name.toLowerCase(),
    })
    fc.assert(
      fc.property(fields, (fields) => {
        const stanza = parseStanza(formatStanza(fields))
        expect(stanza.fields()).toEqual(fields)
        const names = fields.map(([name]) => name.toUpperCase())
        expect(names.map((name) => stanza.get(name))).toEqual(fields.map(([, value]) => value))
        expect(stanza.getAll(new FieldSet(names))).toEqual(fields.map(([, value]) => value))
      }),
    )
  })
})
