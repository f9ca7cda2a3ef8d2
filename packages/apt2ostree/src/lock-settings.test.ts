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
  ])('$summary', async ({ yaml, reasons }) => {
    expect(staleness(lock, await lockSettings(image(yaml), 'amd64'))).toEqual(reasons)
  })

  it('tells by their content that preferences changed', async () => {
    const withPins = (priority: number, comment = '') =>
      lockSettings(
        image(
          `packages: [vim, nginx]\npreferences:\n  - |\n    ${comment}\n    Package: vim\n    Pin: version 1*\n    Pin-Priority: ${priority}\n`,
        ),
        'amd64',
      )
    const pinned = await withPins(900)
    const made = { ...lock, options: pinned.options }
    expect(staleness(made, await withPins(900, '# as before'))).toEqual([])
    expect(staleness(made, await withPins(901))).toEqual(['preferences differ'])
    expect(staleness(lock, pinned)).toEqual(['preferences differ'])
  })
})
