import { parseLockfile } from '@apt2ostree/lockfile'
import { parseTreefile, withDefaults } from '@apt2ostree/treefile'
import { describe, expect, it } from 'vitest'
import { lockSettings, staleness } from './lock-settings.js'

const image = (text: string) => withDefaults(parseTreefile(text, 'image.yaml'), ['image.yaml'])

const header = (fields: string) =>
  parseLockfile(`Lockfile-Version: 1\nArchitecture: amd64\n${fields}Releases:\n`)

describe('staleness', () => {
  const lock = header('Requests:\n nginx\n vim\nRecommends: no\nEssential: yes\nRequired: yes\n')

  it.each([
    { summary: 'the same in another order', yaml: 'packages: [vim, nginx]', reasons: [] },
    {
      summary: 'a request more and one less',
      yaml: 'packages: [nginx, git]',
      reasons: ['package git is new', 'package vim is gone'],
    },
    {
      summary: 'recommends',
      yaml: 'packages: [nginx, vim]\nrecommends: true',
      reasons: ['recommends is true, was false'],
    },
    {
      summary: 'an exclusion and an architecture',
      yaml: 'packages: [nginx, vim]\nexclude-packages: [nano]\narchitecture: arm64',
      reasons: ['architecture is arm64, was amd64', 'exclusion nano is new'],
    },
  ])('$summary', ({ yaml, reasons }) => {
    expect(staleness(lock, lockSettings(image(yaml), 'amd64'))).toEqual(reasons)
  })
})
