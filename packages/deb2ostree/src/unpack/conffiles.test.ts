import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatConffilesField, parseConffiles } from './conffiles.js'

test('a conffiles file lists paths, some with a flag', () => {
  const text = '/etc/a.conf\n\nremove-on-upgrade /etc/old.conf\n/etc/with space\n'
  expect(parseConffiles(text)).toEqual([
    { path: '/etc/a.conf', removeOnUpgrade: false },
    { path: '/etc/old.conf', removeOnUpgrade: true },
    { path: '/etc/with space', removeOnUpgrade: false },
  ])
})

test('the field has a line for each conffile', () => {
  expect(formatConffilesField(parseConffiles('/a\nremove-on-upgrade /b\n'))).toBe(
    '\n /a newconffile\n /b newconffile remove-on-upgrade',
  )
  expect(formatConffilesField([])).toBe('')
})

test('what was listed is what is parsed', () => {
  const path = fc.stringMatching(/^\/[a-z/.]{1,20}$/)
  const conffile = fc.record({ path, removeOnUpgrade: fc.boolean() })
  fc.assert(
    fc.property(fc.array(conffile), (conffiles) => {
      const lines = conffiles.map(
        (one) => `${one.removeOnUpgrade ? 'remove-on-upgrade ' : ''}${one.path}\n`,
      )
      expect(parseConffiles(lines.join(''))).toEqual(conffiles)
    }),
  )
})
