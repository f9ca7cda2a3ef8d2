import { describe, expect, it } from 'vitest'
import { strikeOut } from './strike-from-lists.js'

describe('strikeOut', () => {
  const list = '/.\n/bin\n/bin/x\n/usr/bin/y\n/usr/share/x\n'
  it.each([
    { summary: 'a path', paths: ['/usr/share/x'], struck: '/.\n/bin\n/bin/x\n/usr/bin/y\n' },
    {
      summary: 'a path of before the merged /usr',
      paths: ['/usr/bin/x'],
      struck: '/.\n/bin\n/usr/bin/y\n/usr/share/x\n',
    },
    { summary: 'nothing', paths: ['/usr/bin/z', '/share/x'], struck: list },
  ])('takes out $summary', ({ paths, struck }) => {
    expect(strikeOut(list, paths)).toBe(struck)
  })
})
