import { describe, expect, it } from 'vitest'
import { parseSources } from './parse-sources.js'
import type { Source } from './source.js'

const base = { uri: 'http://a.example.org/debian/', suite: 'stable', components: ['main'] }
const line = (text: string) => parseSources(text, 'list', 'a.list')
const stanza = (...lines: string[]) => parseSources(`${lines.join('\n')}\n`, 'sources', 'a.sources')
const usual = [
  'Types: deb',
  'URIs: http://a.example.org/debian',
  'Suites: stable',
  'Components: main',
]

describe('a one-line source', () => {
  it.each<{ summary: string; text: string; sources: Partial<Source>[] }>([
    {
      summary: 'with its components',
      text: 'deb http://a.example.org/debian/ stable main contrib # ours',
      sources: [{ ...base, components: ['main', 'contrib'], origin: 'a.list:1' }],
    },
    {
      summary: 'with options',
      text: 'deb [ arch=amd64,i386 signed-by=/k.gpg trusted=no by-hash=force ] http://a.example.org/debian stable main',
      sources: [
        {
          ...base,
          architectures: ['amd64', 'i386'],
          signedBy: { files: ['/k.gpg'], fingerprints: [] },
          trusted: false,
          byHash: 'force',
          origin: 'a.list:1',
        },
      ],
    },
    {
      summary: 'that amends the architectures',
      text: 'deb [arch+=i386 arch-=amd64 lang=none] http://a.example.org/debian stable main',
      sources: [
        { ...base, addArchitectures: ['i386'], removeArchitectures: ['amd64'], origin: 'a.list:1' },
      ],
    },
    {
      summary: 'of a flat archive in a directory',
      text: 'deb file:/srv/debs ./',
      sources: [{ uri: 'file:///srv/debs/', suite: './', components: [], origin: 'a.list:1' }],
    },
    {
      summary: 'of source packages',
      text: '# nothing\n\ndeb-src http://a.example.org/debian stable main',
      sources: [],
    },
  ])('$summary', ({ text, sources }) => {
    expect(line(text)).toEqual(sources)
  })

  it.each([
    { text: 'deb', message: 'cannot read "deb" at a.list:1' },
    { text: '\nrpm http://a.example.org x', message: 'at a.list:2' },
    { text: 'deb http://a.example.org stable', message: 'suite "stable" needs a component' },
    { text: 'deb http://a.example.org ./ main', message: 'suite "./" takes no components' },
    { text: 'deb ftp://a.example.org stable main', message: 'cannot fetch from "ftp://a' },
    { text: 'deb [trusted=maybe] http://a.example.org s m', message: 'invalid boolean "maybe"' },
    { text: 'deb [trusted] http://a.example.org s m', message: 'option "trusted" has no value' },
    {
      text: 'deb [signed-by=k.gpg] http://a.example.org s m',
      message: 'invalid Signed-By "k.gpg"',
    },
  ])('is refused: $text', ({ text, message }) => {
    expect(() => line(text)).toThrow(expect.objectContaining({ code: 'ERR_APT_SOURCES' }))
    expect(causes(() => line(text))).toContain(message)
  })
})

describe('a deb822 source', () => {
  it('stands for each of its URIs and suites', () => {
    const sources = stanza(
      '# ours',
      'Types: deb deb-src',
      'URIs: http://a.example.org http://b.example.org',
      'Suites: stable stable-updates',
      'Components: main',
    )
    expect(sources.map(({ uri, suite }) => `${uri} ${suite}`)).toEqual([
      'http://a.example.org/ stable',
      'http://a.example.org/ stable-updates',
      'http://b.example.org/ stable',
      'http://b.example.org/ stable-updates',
    ])
  })

  it.each<{ field: string; options: Partial<Source> }>([
    { field: 'Architectures: amd64 arm64', options: { architectures: ['amd64', 'arm64'] } },
    { field: 'Check-Valid-Until: no', options: { checkValidUntil: false } },
    { field: 'valid-until-max: 86400', options: { validUntilMax: 86400 } },
    { field: 'Date-Max-Future: 60', options: { dateMaxFuture: 60 } },
    { field: 'By-Hash: no', options: { byHash: 'no' } },
    { field: 'Trusted: yes', options: { trusted: true } },
    { field: 'Check-Suite: no', options: { checkSuite: false } },
    {
      field:
        'Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abcd\n -----END PGP PUBLIC KEY BLOCK-----',
      options: {
        signedBy: {
          files: [],
          fingerprints: [],
          key: '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nabcd\n-----END PGP PUBLIC KEY BLOCK-----',
        },
      },
    },
    { field: 'Languages: none', options: {} },
  ])('may say $field', ({ field, options }) => {
    expect(stanza(...usual, field)).toEqual([{ ...base, ...options, origin: 'a.sources:1' }])
  })

  it('may be disabled', () => {
    expect(stanza(...usual, 'Enabled: no')).toEqual([])
  })

  it.each([
    { lines: usual.slice(1), message: 'no Types' },
    { lines: usual.filter((each) => !each.startsWith('Suites')), message: 'no Suites' },
    { lines: [...usual, 'Valid-Until-Max: soon'], message: 'invalid number of seconds "soon"' },
    { lines: [...usual, 'not a field'], message: 'expected "Field: value"' },
  ])('is refused: $message', ({ lines, message }) => {
    expect(causes(() => stanza(...lines))).toContain(message)
  })
})

/** Returns the messages of an error and its causes. */
function causes(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    const messages: string[] = []
    for (let at: unknown = error; at instanceof Error; at = at.cause) messages.push(at.message)
    return messages.join(': ')
  }
  return 'nothing was thrown'
}
