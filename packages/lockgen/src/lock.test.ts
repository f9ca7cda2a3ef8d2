import { describe, expect, it } from 'vitest'
import { indexStanza, offersOf, packageStanza } from '../test/offers.js'
import { lock } from './lock.js'

const archive = [
  packageStanza('base 1', 'Essential: yes\nDepends: libc (>= 2)'),
  packageStanza('init 1', 'Priority: required'),
  packageStanza('libc 2'),
  packageStanza('server 1', 'Depends: libc, base | other, virtual\nRecommends: extra'),
  packageStanza('extra 1'),
  packageStanza('other 1'),
  packageStanza('provider 1', 'Provides: virtual'),
  packageStanza('only-foreign 1 i386'),
]

async function names(requests: string[], options = {}, stanzas = archive): Promise<string[]> {
  const offers = await offersOf(stanzas)
  const made = lock({ offers, architecture: 'amd64', requests, options })
  return made.packages.map(({ name, version }) => `${name} ${version}`).sort()
}

describe('lock', () => {
  it.each([
    {
      summary: 'what is asked for, what it needs, Essential and Priority: required',
      requests: ['server'],
      options: {},
      packages: ['base 1', 'init 1', 'libc 2', 'provider 1', 'server 1'],
    },
    {
      summary: 'no more than that without the seeds',
      requests: ['server'],
      options: { essential: false, required: false },
      packages: ['base 1', 'libc 2', 'provider 1', 'server 1'],
    },
    {
      summary: 'Recommends on demand',
      requests: ['server'],
      options: { recommends: true, required: false },
      packages: ['base 1', 'extra 1', 'libc 2', 'provider 1', 'server 1'],
    },
    {
      summary: 'another alternative when the first is excluded',
      requests: ['server', 'base-'],
      options: { required: false },
      packages: ['libc 2', 'other 1', 'provider 1', 'server 1'],
    },
    {
      summary: 'the one that provides a virtual name',
      requests: ['virtual'],
      options: { essential: false, required: false },
      packages: ['provider 1'],
    },
  ])('locks $summary', async ({ requests, options, packages }) => {
    expect(await names(requests, options)).toEqual(packages)
  })

  it('says which were asked for and from which release each came', async () => {
    const offers = await offersOf([indexStanza('stable'), ...archive])
    const made = lock({ offers, architecture: 'amd64', requests: ['server'] })
    expect(
      made.packages
        .filter(({ automatic }) => automatic)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['libc', 'provider'])
    expect(made.releases.map(({ id }) => id)).toEqual(['stable'])
    expect(new Set(made.packages.map(({ release }) => release))).toEqual(new Set(['stable']))
  })

  it.each([
    {
      summary: 'an unknown name',
      requests: ['sever'],
      message: 'cannot select "sever": no such package',
    },
    { summary: 'an unknown version', requests: ['server=2'], message: 'no such version' },
    { summary: 'no request at all', requests: ['a b'], message: 'cannot read request "a b"' },
    { summary: 'another architecture', requests: ['only-foreign'], message: 'no such package' },
  ])('refuses $summary', async ({ requests, message }) => {
    await expect(names(requests)).rejects.toThrow(message)
  })

  it('refuses an empty index', async () => {
    await expect(names(['server'], {}, [])).rejects.toThrow('the indexes hold no packages')
  })
})
