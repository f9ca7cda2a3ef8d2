import { formatStanza, parseStanza } from '@apt2ostree/deb822'
import { expect, test } from 'vitest'
import { formatStatusStanza } from './status-stanza.js'

const base = { Package: 'p', Maintainer: 'm', Architecture: 'all', Version: '1', Description: 'd' }

/** Formats the base stanza with these fields and returns the lines that differ from its own. */
function linesOf(fields: Record<string, string>): string[] {
  const control = parseStanza(formatStanza(Object.entries({ ...base, ...fields })))
  const own = formatStatusStanza(parseStanza(formatStanza(Object.entries(base))), []).split('\n')
  return formatStatusStanza(control, [])
    .split('\n')
    .filter((line) => !own.includes(line))
}

const cases = [
  {
    summary: 'a no that is the default',
    fields: { Essential: 'no', 'Multi-Arch': 'no' },
    lines: [],
  },
  { summary: 'a yes in capitals', fields: { Essential: 'YES' }, lines: ['Essential: yes'] },
  { summary: 'an empty field', fields: { Depends: '' }, lines: [] },
  { summary: 'an epoch of zero', fields: { Version: '0:1-0' }, lines: ['Version: 1-0'] },
  {
    summary: 'relations written any old way',
    fields: { Depends: 'a(>=1),b|c (<<2:1),d:any' },
    lines: ['Depends: a (>= 1), b | c (<< 2:1), d:any'],
  },
  {
    summary: 'a field that dpkg does not know',
    fields: { 'X-Thing': 'one\n two' },
    lines: ['X-Thing: one', ' two'],
  },
]

test.each(cases)('$summary', ({ fields, lines }) => {
  expect(linesOf(fields)).toEqual(lines)
})

test('fields are in the order of dpkg, unknown ones last', () => {
  const fields = { Homepage: 'h', ...base, Depends: 'x', 'Pre-Depends': 'y', Section: 's' }
  const control = parseStanza(formatStanza(Object.entries(fields)))
  const conffiles = [{ path: '/etc/c', removeOnUpgrade: false }]
  expect(formatStatusStanza(control, conffiles)).toBe(
    [
      'Package: p',
      'Status: install ok unpacked',
      'Section: s',
      'Maintainer: m',
      'Architecture: all',
      'Version: 1',
      'Depends: x',
      'Pre-Depends: y',
      'Conffiles:',
      ' /etc/c newconffile',
      'Description: d',
      'Homepage: h',
      '',
    ].join('\n'),
  )
})

test('a relation that dpkg would refuse is an error', () => {
  const control = parseStanza(formatStanza(Object.entries({ ...base, Depends: 'a (>= 1' })))
  expect(() => formatStatusStanza(control, [])).toThrow(/expected a package relation at column 3/)
})
