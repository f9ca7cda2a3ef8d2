import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { expect, it } from 'vitest'
import { hasOstree, ostree } from '../../test/host-ostree.js'
import { writeSampleTree } from '../../test/sample-tree.js'
import { volatileRepo } from '../../test/temp-repo.js'
import type { Repo } from '../repo.js'
import type { Transaction } from './transaction.js'

function writeCommit(tx: Transaction, subject: string) {
  const { tree, meta } = writeSampleTree(tx, { file: { content: subject } })
  return tx.writeCommit({ rootTree: tree, rootMeta: meta, subject })
}

/** All that a repo holds, to be compared. */
const contents = (repo: Repo) =>
  readdirSync(repo.path, { recursive: true, encoding: 'utf8' }).sort()

async function repoWith(...refs: string[]) {
  const repo = volatileRepo('archive')
  await repo.transaction((tx) => {
    const commit = writeCommit(tx, 'first')
    for (const ref of refs) tx.setRef(ref, commit)
  })
  return repo
}

it.each([
  { there: ['x'], set: ['aaa', 'x/y/z', 'zzz'], named: ['x/y/z', 'x'] },
  { there: ['p/q/r'], set: ['aaa', 'p', 'zzz'], named: ['p', 'p/q/r'] },
  { there: [], set: ['a/b', 'a', 'zzz'], named: ['a/b', 'a'] },
  { there: ['origin:x'], set: ['origin:x/y', 'zzz'], named: ['origin:x/y', 'origin:x'] },
])('publishes nothing where $set would lie below or above $there', async (row) => {
  const repo = await repoWith(...row.there)
  const before = contents(repo)
  const work = repo.transaction((tx) => {
    const commit = writeCommit(tx, 'second')
    for (const ref of row.set) tx.setRef(ref, commit)
  })
  const error = await work.catch((reason: Error) => reason)
  expect(error).toMatchObject({ code: 'ERR_OSTREE_INVALID_REF' })
  for (const name of row.named) expect((error as Error).message).toContain(`"${name}"`)
  expect(contents(repo)).toEqual(before)
})

it('publishes nothing where a ref would lead nowhere', async () => {
  const repo = await repoWith()
  const before = contents(repo)
  const work = repo.transaction((tx) => {
    tx.setRef('aaa', writeCommit(tx, 'second'))
    tx.setRef('zzz', tx.writeDirTree({ files: [], dirs: [] }))
  })
  await expect(work).rejects.toMatchObject({ code: 'ERR_OSTREE_OBJECT_NOT_FOUND' })
  expect(contents(repo)).toEqual(before)
})

it('lets a ref take the place of those that go', async () => {
  const repo = await repoWith('a/b/c', 'a/d', 'e')
  const move = (removed: string[], set: string) =>
    repo.transaction((tx) => {
      tx.setRef(set, writeCommit(tx, set))
      for (const ref of removed) tx.removeRef(ref)
    })
  await move(['a/b/c', 'a/d'], 'a')
  await move(['e'], 'e/f')
  expect([...repo.listRefs()].map(([ref]) => ref)).toEqual(['a', 'e/f'])
})

it('lets a ref take the place of directories that refs left', async () => {
  const repo = await repoWith()
  mkdirSync(`${repo.path}/refs/heads/a/b`, { recursive: true })
  await repo.transaction((tx) => tx.setRef('a', writeCommit(tx, 'a')))
  expect([...repo.listRefs()].map(([ref]) => ref)).toEqual(['a'])
})

it('lists aliases, and those below a prefix', async () => {
  const repo = await repoWith('os/debian/12', 'os/ubuntu')
  symlinkSync('debian/12', `${repo.path}/refs/heads/os/stable`)
  const names = (prefix?: string) => [...repo.listRefs(prefix)].map(([ref]) => ref)
  expect(names()).toEqual(['os/debian/12', 'os/stable', 'os/ubuntu'])
  expect(names('os/stable')).toEqual(['os/stable'])
  expect(names('os/debian')).toEqual(['os/debian/12'])
  expect(names('os/deb')).toEqual([])
  expect(names('os/ubuntu/x')).toEqual([])
})

it.skipIf(!hasOstree)(
  'agrees with ostree on aliases and removed refs (skipped: no ostree)',
  async () => {
    const repo = await repoWith('os/debian/12', 'os/ubuntu')
    const at = `--repo=${repo.path}`
    ostree(at, 'refs', '--alias', '--create=os/stable', 'os/debian/12')
    expect([...repo.listRefs()].map(([ref]) => ref)).toEqual(ostree(at, 'refs').split('\n').sort())
    ostree(at, 'refs', '--delete', 'os/stable')
    ostree(at, 'refs', '--delete', 'os')
    await repo.transaction((tx) => tx.setRef('os', writeCommit(tx, 'os')))
    expect(ostree(at, 'refs')).toBe('os')
  },
)
