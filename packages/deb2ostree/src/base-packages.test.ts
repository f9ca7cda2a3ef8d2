import { parseLockfile } from '@apt2ostree/lockfile'
import { expect, it } from 'vitest'
import { basePackages } from './base-packages.js'

const sha256 = 'a'.repeat(64)

function namesOf(packages: Readonly<Record<string, string>>): string[] {
  const stanzas = Object.entries(packages).map(
    ([name, fields]) =>
      `Package: ${name}\nVersion: 1\nFilename: ${name}.deb\nSize: 1\nSHA256: ${sha256}\n${fields}\n`,
  )
  const header = [
    ...['Lockfile-Version: 1', 'Architecture: amd64', 'Foreign-Architectures: i386'],
    ...['Recommends: no', 'Essential: yes', 'Required: yes', ''],
  ].join('\n')
  return basePackages(parseLockfile([header, ...stanzas].join('\n'))).map(({ name }) => name)
}

it('is what is essential or required, and what that needs', () => {
  const names = namesOf({
    awk: 'Architecture: amd64\nPriority: optional',
    base: 'Architecture: amd64\nEssential: yes\nPre-Depends: awk',
    editor: 'Architecture: amd64\nPriority: important',
    lib: 'Architecture: all\nPriority: optional',
    passwd: 'Architecture: amd64\nPriority: required\nDepends: lib',
  })
  expect(names).toEqual(['awk', 'base', 'lib', 'passwd'])
})

it('is nothing where nothing is essential', () => {
  expect(namesOf({ lib: 'Architecture: all\nPriority: required' })).toEqual([])
})

it('does not take what is essential elsewhere', () => {
  const names = namesOf({
    base: 'Architecture: amd64\nEssential: yes',
    other: 'Architecture: i386\nEssential: yes',
  })
  expect(names).toEqual(['base'])
})
