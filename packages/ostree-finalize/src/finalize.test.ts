import { type Repo, Variant } from '@apt2ostree/ostree-repo'
import { ImageTree } from '@apt2ostree/ostree-tree'
import {
  createTestRepo,
  readTreeLiteral,
  type TreeLiteral,
  writeTreeLiteral,
} from '@apt2ostree/testkit/tree'
import { describe, expect, it } from 'vitest'
import { configuredTree } from '../test/configured-tree.js'
import { finalize } from './finalize.js'
import { assertDracut } from './initramfs/run-dracut.js'

const repo = createTestRepo()

function commit(tree: TreeLiteral, metadata: Record<string, Variant> = {}): Promise<string> {
  return repo.transaction((tx) => {
    const root = writeTreeLiteral(tx, tree)
    return tx.writeCommit({
      rootTree: root.tree,
      rootMeta: root.meta,
      timestamp: 7,
      metadata: new Map(Object.entries(metadata)),
    })
  })
}

const image = '/usr/lib/modules/6.1/initramfs.img'

describe('finalize', () => {
  it('commits what ostree takes for bootable, the same every time', async () => {
    const rev = await commit(
      { ...configuredTree, [image]: 'its own' },
      {
        'deb.unpacked': Variant.string('x'),
        'ostree.ref-binding': Variant.strings(['somewhere/else']),
      },
    )
    const checksum = await finalize({ repo, rev, branch: 'test/deployable', initramfs: false })
    expect(repo.readRef('test/deployable')).toBe(checksum)
    const { metadata, timestamp, parent } = repo.readCommit(checksum)
    expect({ timestamp, parent }).toEqual({ timestamp: 0, parent: undefined })
    expect(Object.fromEntries([...metadata].map(([key, { value }]) => [key, value]))).toEqual({
      'deb.unpacked': 'x',
      'ostree.bootable': true,
      'ostree.linux': '6.1',
    })
    expect(readTreeLiteral(repo, repo.readRoot(checksum))[image]).toBe('its own')
    expect(await finalize({ repo, rev, initramfs: false })).toBe(checksum)
  })

  it.each([
    {
      summary: 'no kernel',
      tree: { '/etc/hosts': '' },
      code: 'ERR_FINALIZE_NO_KERNEL',
    },
    {
      summary: 'two kernels',
      tree: { ...configuredTree, '/boot/vmlinuz-6.2': '' },
      code: 'ERR_FINALIZE_SEVERAL_KERNELS',
    },
    { summary: 'no dracut', tree: configuredTree, code: 'ERR_FINALIZE_NO_DRACUT' },
    {
      summary: 'no ostree module',
      tree: { ...configuredTree, '/usr/bin/dracut': '', '/usr/lib/dracut/modules.d/99base/x': '' },
      code: 'ERR_FINALIZE_NO_OSTREE_MODULE',
    },
  ])('refuses a tree with $summary, and moves no ref', async ({ tree, code }) => {
    const rev = await commit(tree)
    const branch = 'test/refused'
    await expect(finalize({ repo, rev, branch })).rejects.toMatchObject({
      code,
      hint: expect.stringMatching(/./),
    })
    expect(repo.readRef(branch)).toBeUndefined()
  })

  it('takes the ostree module of any number', async () => {
    const rev = await commit({ '/usr/bin/dracut': '', '/usr/lib/dracut/modules.d/98ostree/x': '' })
    expect(() => assertDracut(treeOf(repo, rev))).not.toThrow()
  })
})

function treeOf(from: Repo, rev: string): ImageTree {
  return new ImageTree(from, from.readRoot(from.resolveRev(rev)))
}
