import { describe, expect, it } from 'vitest'
import { answeredPackages, splitSelections } from './debconf-selections.js'

describe('answeredPackages', () => {
  it.each([
    { line: 'a b/c string d', packages: ['a', 'b'] },
    { line: 'a, b c/d boolean true', packages: ['a', 'b', 'c'] },
    { line: '# a b/c string d', packages: [] },
    { line: 'a b/c string \\\n d e/f string g', packages: ['a', 'b'] },
    { line: '', packages: [] },
  ])('reads "$line"', ({ line, packages }) => {
    expect(answeredPackages(`${line}\n`)).toEqual(packages)
  })
})

describe('splitSelections', () => {
  it('gives each selection to one side, whole', () => {
    const texts = ['# why\na a/x string \\\n more\nb b/x string y\n', 'b, a b/z string 1', '\n']
    expect(splitSelections(texts, new Set(['a']))).toEqual({
      about: ['a a/x string \\\n more\n', 'b, a b/z string 1\n'],
      rest: ['b b/x string y\n'],
    })
  })

  it('takes what a question begins with for a package', () => {
    const { about } = splitSelections(['other a/x string y\n'], new Set(['a']))
    expect(about).toEqual(['other a/x string y\n'])
  })
})
