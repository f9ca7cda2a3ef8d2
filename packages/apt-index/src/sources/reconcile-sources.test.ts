import { expect, it } from 'vitest'
import { parseSources } from './parse-sources.js'
import { reconcileSources } from './reconcile-sources.js'

const read = (...options: string[]) =>
  parseSources(
    options.map((each) => `deb ${each} http://a.example.org x main`).join('\n'),
    'list',
    'l',
  )

it('says in each entry of a suite what any says', () => {
  const sources = reconcileSources(
    read('[trusted=yes]', '[trusted=yes valid-until-max=9]'),
    'amd64',
  )
  expect(sources.map(({ trusted, validUntilMax }) => [trusted, validUntilMax])).toEqual(
    Array.from({ length: 2 }, () => [true, 9]),
  )
})

it.each([
  { options: ['[trusted=yes]', ''], name: 'Trusted' },
  { options: ['', '[trusted=yes]'], name: 'Trusted' },
  { options: ['[valid-until-max=9]', ''], name: 'Valid-Until-Max' },
  { options: ['[trusted=yes]', '[trusted=no]'], name: 'Trusted' },
  { options: ['[signed-by=/a.gpg]', '[signed-by=/b.gpg]'], name: 'Signed-By' },
  { options: ['[check-date=no]', ''], name: 'Check-Date' },
])('refuses $options', ({ options, name }) => {
  expect(() => reconcileSources(read(...options), 'amd64')).toThrow(
    `cannot use the source at l:2: another of the same suite has another ${name}`,
  )
})
