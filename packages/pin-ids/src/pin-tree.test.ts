import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { noAccountIds, parseAccountIds } from '@apt2ostree/account-ids'
import { ImageTree, writeTree } from '@apt2ostree/ostree-tree'
import {
  createTestRepo,
  readTreeLiteral,
  storeTree,
  type TreeLiteral,
} from '@apt2ostree/testkit/tree'
import { afterAll, describe, expect, it } from 'vitest'
import { extendIdsFile, readIdsFile } from './ids-file.js'
import { pinTree } from './pin-tree.js'
import { keepsIds, pinTreeByFile } from './pin-tree-by-file.js'

const repo = createTestRepo()

/** The accounts and files of two packages. */
const image: TreeLiteral = {
  '/etc/group': 'root:x:0:\nbus:x:101:\nkvm:x:102:\n',
  '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nbus:x:100:101::/nonexistent:/bin/false\n',
  '/usr/lib/bus-helper': '[4750 0:101] helper',
  '/usr/share/doc/bus/copyright': 'text',
  '/var/lib/bus/': '[0750 100:101]',
}

/** The same with an SSH server, configured first: every id moved by one. */
const withSsh: TreeLiteral = {
  '/etc/group': 'root:x:0:\n_ssh:x:101:\nbus:x:102:\nkvm:x:103:\n',
  '/etc/passwd':
    'root:x:0:0:root:/root:/bin/sh\nsshd:x:100:65534::/run/sshd:/bin/false\nbus:x:101:102::/nonexistent:/bin/false\n',
  '/usr/bin/ssh-agent': '[2755 0:101] agent',
  '/usr/lib/bus-helper': '[4750 0:102] helper',
  '/usr/share/doc/bus/copyright': 'text',
  '/var/lib/bus/': '[0750 101:102]',
}

describe('pinTree', () => {
  it('moves no id when an image gets an SSH server', async () => {
    const before = await storeTree(repo, image)
    const first = await pinTree(repo, before, noAccountIds)
    expect(first.root).toEqual(before)
    const second = await pinTree(repo, await storeTree(repo, withSsh), first.ids)
    expect(readTreeLiteral(repo, second.root)).toEqual({
      '/etc/group': 'root:x:0:\n_ssh:x:100:\nbus:x:101:\nkvm:x:102:\n',
      '/etc/passwd':
        'root:x:0:0:root:/root:/bin/sh\nsshd:x:102:65534::/run/sshd:/bin/false\nbus:x:100:101::/nonexistent:/bin/false\n',
      '/usr/bin/ssh-agent': '[2755 0:100] agent',
      '/usr/lib/bus-helper': '[4750 0:101] helper',
      '/usr/share/doc/bus/copyright': 'text',
      '/var/lib/bus/': '[0750 100:101]',
    })
    const third = await pinTree(repo, second.root, second.ids)
    expect(third).toEqual(second)
  })

  it('writes the accounts of a deployable tree where they are', async () => {
    const root = await storeTree(repo, {
      '/usr/etc/group': 'root:x:0:\nbus:x:102:\n',
      '/usr/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
    })
    const pinned = await pinTree(repo, root, parseAccountIds('group bus 101\n'))
    expect(readTreeLiteral(repo, pinned.root)).toEqual({
      '/usr/etc/group': 'root:x:0:\nbus:x:101:\n',
      '/usr/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
    })
  })

  it('keeps ids in access control lists', async () => {
    const acl = (gid: number) => Buffer.from([2, 0, 0, 0, 8, 0, 5, 0, gid, 0, 0, 0])
    const tree = new ImageTree(repo, await storeTree(repo, withSsh))
    const name = Buffer.from('system.posix_acl_access')
    tree.setXattrs('/usr/share/doc/bus/copyright', [[name, acl(102)]])
    const root = await repo.transaction((transaction) => writeTree(tree, transaction))
    const pinned = await pinTree(repo, root, parseAccountIds('group bus 101\n'))
    const { xattrs } = new ImageTree(repo, pinned.root).header('/usr/share/doc/bus/copyright')
    expect(xattrs).toEqual([[name, acl(101)]])
  })

  it('refuses ids that exclude each other', async () => {
    const root = await storeTree(repo, { '/etc/group': 'shadow:x:42:\n' })
    await expect(pinTree(repo, root, parseAccountIds('group shadow 101\n'))).rejects.toThrow(
      'cannot keep ids: group "shadow" has the static id 42 and is pinned to 101',
    )
  })
})

describe('ids files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pin-ids-'))
  const path = join(folder, 'image.ids')
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('appear when there is something to keep, and are left alone when not', async () => {
    expect(await readIdsFile(path)).toEqual(noAccountIds)
    expect(await extendIdsFile(path, noAccountIds, noAccountIds)).toBe(true)
    expect(existsSync(path)).toBe(false)
    const ids = parseAccountIds('group bus 101\n')
    expect(await extendIdsFile(path, noAccountIds, ids)).toBe(true)
    expect(await extendIdsFile(path, noAccountIds, noAccountIds)).toBe(false)
    expect(readFileSync(path, 'utf8')).toMatch(/^# .*\ngroup bus 101\n$/)
    expect(await readIdsFile(path)).toEqual(ids)
  })

  it('are written also where a killed run left its files', async () => {
    const left = join(folder, 'left.ids')
    for (const end of ['lock', 'new']) writeFileSync(join(folder, `.left.ids.${end}`), 'half')
    await pinTreeByFile(repo, await storeTree(repo, image), left)
    expect(readFileSync(left, 'utf8')).toContain('group bus 101\n')
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('are shared by images that are built side by side', async () => {
    const shared = join(folder, 'shared.ids')
    const roots = await Promise.all([storeTree(repo, image), storeTree(repo, withSsh)])
    const pinned = await Promise.all(roots.map((root) => pinTreeByFile(repo, root, shared)))
    const texts = readFileSync(shared, 'utf8')
    for (const root of pinned) expect(await keepsIds(repo, root, shared)).toBe(true)
    for (const root of roots) await pinTreeByFile(repo, root, shared)
    expect(readFileSync(shared, 'utf8')).toBe(texts)
    const moved = await Promise.all(roots.map((root) => keepsIds(repo, root, shared)))
    expect(moved).toContain(false)
  })
})
