import { describe, expect, it } from 'vitest'
import { mergeTreefiles } from './merge-treefiles.js'
import { parseTreefile } from './parse-treefile.js'

const cases = [
  {
    summary: 'single values: the file wins over its include',
    base: 'architecture: amd64\nrecommends: true',
    top: 'recommends: false',
    merged: 'architecture: amd64\nrecommends: false',
  },
  {
    summary: 'lists: the include first, each entry once',
    base: 'packages: [vim, git]',
    top: 'packages: [nginx, vim]',
    merged: 'packages: [vim, git, nginx]',
  },
  {
    summary: 'a request replaces one for the same package, and only that',
    base: 'packages: [nginx, "libc6:i386", libc6]',
    top: 'packages: [nginx=1.22, "libc6:i386/stable"]',
    merged: 'packages: [libc6, nginx=1.22, "libc6:i386/stable"]',
  },
  {
    summary: 'an exclusion takes the request back',
    base: 'packages: [nginx=1.2, vim]',
    top: 'exclude-packages: [nginx]',
    merged: 'packages: [vim]\nexclude-packages: [nginx]',
  },
  {
    summary: 'a request that keeps a package out takes the request back, and the other way round',
    base: 'packages: [vim-tiny, nano-, git]',
    top: 'packages: [vim-tiny-, nano]',
    merged: 'packages: [git, vim-tiny-, nano]',
  },
  {
    summary: 'a request takes the exclusion back',
    base: 'exclude-packages: [nginx, nano]',
    top: 'packages: [nginx/stable]',
    merged: 'packages: [nginx/stable]\nexclude-packages: [nano]',
  },
  {
    summary: 'units: the last word wins',
    base: 'units: { enable: [a.service], disable: [b.timer] }',
    top: 'units: { enable: [b.timer], disable: [a.service] }',
    merged: 'units: { enable: [b.timer], disable: [a.service] }',
  },
  {
    summary: 'what the top asks for is no longer kept out with "-"',
    base: 'packages: [vim-tiny-, nano-]',
    top: 'packages: [vim-tiny=2]',
    merged: 'packages: [nano-, vim-tiny=2]',
  },
  {
    summary: 'mappings: key by key',
    base: 'add-commit-metadata: { team: web, tier: one }',
    top: 'add-commit-metadata: { tier: two }',
    merged: 'add-commit-metadata: { team: web, tier: two }',
  },
  {
    summary: 'kernel arguments and what boots the image',
    base: 'deploy: ostree\nkargs: [quiet, console=tty0]',
    top: 'deploy: bootc\nkargs: [console=ttyS0, quiet]',
    merged: 'deploy: bootc\nkargs: [quiet, console=tty0, console=ttyS0]',
  },
  {
    summary: 'ref, lockfile and ids: never inherited',
    base: 'ref: os/base\nlockfile: base.lock\nids: base.ids\npackages: [vim]',
    top: 'ref: os/web',
    merged: 'ref: os/web\npackages: [vim]',
  },
]

describe('mergeTreefiles', () => {
  it.each(cases)('$summary', ({ base, top, merged }) => {
    const [baseLayer, topLayer, expected] = [base, top, merged].map((text) =>
      parseTreefile(text, 'image.yaml'),
    )
    if (!baseLayer || !topLayer) throw new Error('three texts make three layers')
    expect(mergeTreefiles(baseLayer, topLayer)).toEqual(expected)
  })
})
