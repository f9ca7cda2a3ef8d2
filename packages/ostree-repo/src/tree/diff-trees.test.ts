import { expect, it } from 'vitest'
import { type SampleTree, writeSampleTree } from '../../test/sample-tree.js'
import { volatileRepo } from '../../test/temp-repo.js'
import { diffTrees } from './diff-trees.js'

const base: SampleTree = { 'usr/bin/a': {}, 'usr/lib/b': {}, etc: { target: 'usr/etc' } }

it.each<{ summary: string; after: SampleTree; differences: string[] }>([
  { summary: 'nothing', after: base, differences: [] },
  {
    summary: 'content, mode and metadata of a directory',
    after: {
      ...base,
      'usr/bin/a': { content: 'x' },
      'usr/lib/b': { mode: 0o600 },
      'usr/bin/': { uid: 1 },
    },
    differences: ['modified /usr/bin', 'modified /usr/bin/a', 'modified /usr/lib/b'],
  },
  {
    summary: 'a new tree',
    after: { ...base, 'opt/x/y': {} },
    differences: ['added /opt', 'added /opt/x', 'added /opt/x/y'],
  },
  {
    summary: 'a symlink that became a directory, and a removed tree',
    after: { 'usr/bin/a': {}, 'etc/x': {} },
    differences: [
      'removed /etc',
      'added /etc',
      'added /etc/x',
      'removed /usr/lib',
      'removed /usr/lib/b',
    ],
  },
])('finds $summary', async ({ after, differences }) => {
  const repo = volatileRepo()
  const [before, now] = await repo.transaction(
    (tx) => [writeSampleTree(tx, base), writeSampleTree(tx, after)] as const,
  )
  const found = [...diffTrees(repo, before, now)]
  expect(found.map(({ kind, entry }) => `${kind} ${entry.path}`)).toEqual(differences)
})
