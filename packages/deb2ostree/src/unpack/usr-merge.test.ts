import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeUsrPath, usrMergeAliases, usrMergeAliasOf } from './usr-merge.js'

const files = [
  { path: 'bin/sh', merged: 'usr/bin/sh' },
  { path: 'lib64/ld-linux-x86-64.so.2', merged: 'usr/lib64/ld-linux-x86-64.so.2' },
  { path: 'sbin', merged: 'sbin' },
  { path: 'usr/bin/env', merged: 'usr/bin/env' },
  { path: 'binary/x', merged: 'binary/x' },
  { path: 'etc/bin/x', merged: 'etc/bin/x' },
  { path: '', merged: '' },
]

test.each(files)('the file "$path" goes to "$merged"', ({ path, merged }) => {
  expect(mergeUsrPath(path, false)).toBe(merged)
})

test('a directory that an alias replaces is the one in /usr', () => {
  expect(usrMergeAliases.map((alias) => mergeUsrPath(alias, true))).toEqual(
    usrMergeAliases.map((alias) => `usr/${alias}`),
  )
})

test('what was merged is merged, and no two paths meet that did not before but by the alias', () => {
  const part = fc.constantFrom('usr', 'bin', 'lib', 'x')
  const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))
  fc.assert(
    fc.property(path, fc.boolean(), (original, isDirectory) => {
      const merged = mergeUsrPath(original, isDirectory)
      expect(mergeUsrPath(merged, isDirectory)).toBe(merged)
      const moved = merged !== original
      expect(moved ? merged : `usr/${original}`).toBe(`usr/${original}`)
      if (moved) expect(usrMergeAliasOf(original)).toBeDefined()
    }),
  )
})
