import { expect, it } from 'vitest'
import { dueFileTriggers, parseFileInterests } from './file-triggers.js'
import type { UnpackedPackage, UnpackedSystem } from './unpacked-system.js'

it.each([
  { line: '/usr/share/icons gtk', path: '/usr/share/icons', owner: 'gtk' },
  { line: '/usr/lib/x libx:amd64', path: '/usr/lib/x', owner: 'libx' },
  {
    line: '/usr/share/shells.d debianutils/noawait',
    path: '/usr/share/shells.d',
    owner: 'debianutils',
  },
  { line: '/a path with spaces p:arm64/noawait', path: '/a path with spaces', owner: 'p' },
])('reads the interest "$line"', ({ line, path, owner }) => {
  expect(parseFileInterests(`${line}\n`)).toEqual([{ path, owner }])
})

it.each([
  { summary: 'a file below the path', list: '/usr\n/icons\n/icons/x.png\n', due: ['/icons'] },
  { summary: 'the path itself', list: '/icons\n', due: ['/icons'] },
  { summary: 'nothing for a path that only begins alike', list: '/icons2\n/x/icons\n', due: [] },
])('finds $summary', ({ list, due }) => {
  expect(dueFileTriggers(systemOf({ theme: list, gtk: '' }))).toEqual(due)
})

it('leaves out what only the interested package itself brings', () => {
  expect(dueFileTriggers(systemOf({ gtk: '/icons\n/icons/x\n' }))).toEqual([])
})

it.each([
  { summary: 'a new file under an old interest', installed: ['gtk'], due: ['/icons'] },
  { summary: 'an old file under a new interest', installed: ['theme'], due: ['/icons'] },
  { summary: 'nothing old under an old interest', installed: ['gtk', 'theme'], due: [] },
])('finds, where packages are added, $summary', ({ installed, due }) => {
  const lists = { theme: '/icons/x.png\n', gtk: '' }
  expect(dueFileTriggers(systemOf(lists, installed))).toEqual(due)
})

/** A system where gtk is interested in /icons, and packages own the files listed. */
function systemOf(
  lists: Readonly<Record<string, string>>,
  installed: readonly string[] = [],
): UnpackedSystem {
  const all = Object.keys(lists).map((name) => ({ name, infoName: name }) as UnpackedPackage)
  return {
    packages: all.filter(({ name }) => !installed.includes(name)),
    installed: all.filter(({ name }) => installed.includes(name)),
    deferred: [],
    owners: new Set(),
    has: () => false,
    info: new Set(),
    read: (path) => {
      if (path === 'triggers/File') return '/icons gtk\n'
      return lists[/^info\/(.*)\.list$/.exec(path)?.[1] ?? ''] ?? ''
    },
  }
}
