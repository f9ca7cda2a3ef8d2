import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creates, formatTmpfiles, formatTmpfilesLine, parseTmpfiles } from './tmpfiles.js'

describe('tmpfiles.d', () => {
  it.each([
    {
      summary: 'a directory',
      line: { type: 'd', path: '/var/mail', mode: 0o2775, user: 'root', group: 'mail' },
      text: 'd /var/mail 2775 root mail - -',
    },
    {
      summary: 'a link',
      line: { type: 'L', path: '/var/lock', argument: '../run/lock' },
      text: 'L /var/lock - - - - ../run/lock',
    },
    {
      summary: 'a blank, a quote, a percent sign, a byte of UTF-8',
      line: { type: 'C', path: '/a b/"x"/100%/\xc3\xa4' },
      text: 'C "/a b/\\"x\\"/100%%/\xc3\xa4" - - - - -',
    },
    {
      summary: 'a control character',
      line: { type: 'C', path: '/a\nb' },
      text: 'C "/a\\x0ab" - - - - -',
    },
  ])('$summary', ({ line, text }) => {
    expect(formatTmpfilesLine(line)).toBe(text)
    expect(parseTmpfiles(text)).toEqual([{ type: line.type, path: line.path }])
  })

  it('reads the paths that it writes', () => {
    const path = fc
      .uint8Array({ minLength: 1 })
      .map((bytes) => `/${Buffer.from(bytes).toString('latin1').replaceAll('\0', 'x')}`)
    fc.assert(
      fc.property(fc.array(path), (paths) => {
        const text = formatTmpfiles(paths.map((each) => ({ type: 'C', path: each })))
        expect(parseTmpfiles(text).map((line) => line.path)).toEqual([...paths].sort())
      }),
    )
  })

  it('skips comments, and knows what makes files', () => {
    const text = '# x\n\n q /var 0755 - - -\nz /run/log\nf^ /etc/hosts - - - - network.hosts\n'
    expect(parseTmpfiles(text).filter(({ type }) => creates(type))).toEqual([
      { type: 'q', path: '/var' },
      { type: 'f^', path: '/etc/hosts' },
    ])
  })

  it('refuses a line without a path', () => {
    expect(() => parseTmpfiles('d\n')).toThrow('cannot read "d" as tmpfiles.d')
  })
})
