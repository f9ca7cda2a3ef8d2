import { parseStanza } from '@apt2ostree/deb822'
import type { Repo } from '@apt2ostree/ostree-repo'
import { createTestRepo, type TreeLiteral, writeTreeLiteral } from '@apt2ostree/testkit/tree'
import { describe, expect, it } from 'vitest'
import { findDeferred, type SystemLayer } from './deferred-layers.js'

/** A package as a test spells it: its control fields and its files. */
interface Package {
  readonly fields?: string
  readonly files?: TreeLiteral
  readonly preinst?: string
}

const diverter: Package = {
  files: { 'usr/bin/tool': 'other' },
  preinst: 'dpkg-divert --rename --divert /usr/bin/tool.real --add /usr/bin/tool',
}
const owner: Package = { files: { 'usr/bin/tool': 'tool' } }

async function layersOf(repo: Repo, packages: Readonly<Record<string, Package>>) {
  const layers: SystemLayer[] = []
  for (const [name, { fields = '', files = {}, preinst }] of Object.entries(packages)) {
    const info = preinst === undefined ? {} : { [`var/lib/dpkg/info/${name}.preinst`]: preinst }
    const layer = await repo.transaction((tx) => {
      const root = writeTreeLiteral(tx, { ...files, ...info, [`usr/share/doc/${name}/x`]: name })
      return { root, commit: tx.writeCommit({ rootTree: root.tree, rootMeta: root.meta }) }
    })
    const control = parseStanza(`Package: ${name}\n${fields}`)
    const metadata = {
      control,
      conffiles: undefined,
      triggers: undefined,
      sha256: '',
      aliases: [],
      layout: '',
    }
    layers.push({ ...layer, metadata })
  }
  return layers
}

describe('findDeferred', () => {
  it.each<{ summary: string; packages: Record<string, Package>; expected: string[] }>([
    {
      summary: 'a file that is moved away first',
      packages: { diverter, owner },
      expected: ['diverter'],
    },
    {
      summary: 'nothing where no file is in the way',
      packages: { diverter, other: { files: { 'usr/bin/x': 'x' } } },
      expected: [],
    },
    {
      summary: 'nothing where files are the same',
      packages: { diverter, same: { files: { 'usr/bin/tool': 'other' } } },
      expected: [],
    },
    {
      summary: 'nothing for a clash without a diversion',
      packages: { diverter: { ...diverter, preinst: 'true' }, owner },
      expected: [],
    },
    {
      summary: 'what depends on it, however far',
      packages: {
        a: { fields: 'Depends: b\n' },
        b: { fields: 'Pre-Depends: diverter (>= 1) | absent\n' },
        diverter,
        free: { fields: 'Depends: diverter | owner\n' },
        owner,
      },
      expected: ['a', 'b', 'diverter'],
    },
    {
      summary: 'what depends on a name that it provides',
      packages: {
        diverter: { ...diverter, fields: 'Provides: virtual\n' },
        owner,
        user: { fields: 'Depends: virtual\n' },
      },
      expected: ['diverter', 'user'],
    },
    {
      summary: 'nothing that an essential package needs',
      packages: { core: { fields: 'Essential: yes\nDepends: diverter\n' }, diverter, owner },
      expected: [],
    },
  ])('finds $summary', async ({ packages, expected }) => {
    const repo = createTestRepo()
    const found = findDeferred(repo, await layersOf(repo, packages))
    const names = [...found].map(({ metadata }) => metadata.control.get('Package') ?? '')
    expect(names.sort()).toEqual(expected)
  })
})
