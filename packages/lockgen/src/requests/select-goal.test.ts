import { describe, expect, it } from 'vitest'
import { offersOf, packageStanza as p } from '../../test/offers.js'
import { lock } from '../lock.js'

const archive = [
  p('vim 1', 'Task: editors'),
  p('vim-doc 1', 'Task: editors'),
  p('exim 1', 'Provides: mta'),
  p('vim 2', 'Task: editors'),
]

async function choose(requests: string[], exclude: string[] = []): Promise<string[]> {
  const offers = await offersOf(archive)
  const made = lock({ offers, architecture: 'amd64', requests, options: { exclude } })
  return made.packages.map(({ name }) => name)
}

describe('what is asked for twice', () => {
  it.each([
    { requests: ['vim=1', 'vim'] },
    { requests: ['vim', 'vim=1'] },
    { requests: ['vim*', 'vim=1', 'vim'] },
  ])('is the version that one of $requests names', async ({ requests }) => {
    const made = lock({ offers: await offersOf(archive), architecture: 'amd64', requests })
    expect(made.packages.find(({ name }) => name === 'vim')?.version).toBe('1')
  })
})

describe('what is asked for and kept out', () => {
  it.each([
    { requests: ['vim*', 'vim-doc-'], chosen: ['vim'] },
    { requests: ['editors^'], exclude: ['vim-doc'], chosen: ['vim'] },
    { requests: ['vim', 'ex*-'], chosen: ['vim'] },
  ])('is $chosen for $requests without $exclude', async ({ requests, exclude, chosen }) => {
    expect(await choose(requests, exclude)).toEqual(chosen)
  })

  it.each([
    { requests: ['vim', 'vim-'], message: 'cannot select "vim": "vim-" keeps it out' },
    {
      requests: ['vim=1', 'vim=2'],
      message: 'cannot select "vim=2": "vim=1" means another version',
    },
    { requests: ['vim', 'v*-'], message: 'cannot select "vim": "v*-" keeps it out' },
    {
      requests: ['vim=1'],
      exclude: ['vim'],
      message: 'cannot select "vim=1": exclusion "vim" keeps it out',
    },
    {
      requests: ['vim', 'exmi-'],
      message: 'cannot select "exmi-": no such package',
      hint: 'did you mean exim?',
    },
    {
      requests: ['vim'],
      exclude: ['vim-dco'],
      message: 'cannot exclude "vim-dco": no such package',
      hint: 'did you mean vim-doc?',
    },
    {
      requests: ['vim'],
      exclude: ['mta'],
      message: 'cannot exclude "mta": it is only a virtual package',
      hint: 'name what provides it: exim',
    },
  ])('is refused for $requests without $exclude', async ({ requests, exclude, ...error }) => {
    await expect(choose(requests, exclude)).rejects.toMatchObject(error)
  })
})
