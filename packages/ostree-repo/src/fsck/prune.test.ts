import { existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hasOstree, ostree } from '../../test/host-ostree.js'
import { writeSampleTree } from '../../test/sample-tree.js'
import { volatileRepo } from '../../test/temp-repo.js'
import type { Checksum } from '../objects/checksum.js'
import { deleteRefs } from '../refs/delete-refs.js'
import type { Repo } from '../repo.js'
import { tryLock } from '../transaction/repo-lock.js'
import { fsck } from './fsck.js'
import { type PruneOptions, prune } from './prune.js'

/** Three commits of one branch, one of another that shares files, and one that no ref leads to. */
async function sampleRepo() {
  const repo = volatileRepo('archive')
  const write = (name: string, ref: string | undefined, parent?: Checksum) =>
    repo.transaction((tx) => {
      const root = writeSampleTree(tx, {
        shared: { content: 'shared' },
        [`usr/${name}`]: { content: name },
      })
      const fields = { rootTree: root.tree, rootMeta: root.meta, subject: name }
      const commit = tx.writeCommit(parent === undefined ? fields : { ...fields, parent })
      if (ref !== undefined) tx.setRef(ref, commit)
      return commit
    })
  const first = await write('first', 'os')
  const second = await write('second', 'os', first)
  await write('third', 'os', second)
  await write('other', 'deb/other')
  await write('orphan', undefined)
  return repo
}

const objects = ({ path }: Repo) =>
  readdirSync(`${path}/objects`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.'))
    .sort()

describe('prune', () => {
  it.skipIf(!hasOstree).each<[PruneOptions, string[], string[]]>([
    [{}, [], []],
    [{ refsOnly: true }, ['--refs-only'], []],
    [{ refsOnly: true }, ['--refs-only'], ['deb']],
    [{ refsOnly: true, depth: 0 }, ['--refs-only', '--depth=0'], []],
    [{ refsOnly: true, depth: 1 }, ['--refs-only', '--depth=1'], ['deb']],
  ])(
    '%j leaves what ostree prune %j leaves (skipped: no ostree)',
    async (options, args, deleted) => {
      const [ours, theirs] = [await sampleRepo(), await sampleRepo()]
      for (const ref of deleted) {
        await deleteRefs(ours, ref)
        ostree(`--repo=${theirs.path}`, 'refs', '--delete', ref)
      }
      const before = objects(ours)
      const report = await prune(ours, options)
      ostree(`--repo=${theirs.path}`, 'prune', ...args)
      expect(objects(ours)).toEqual(objects(theirs))
      expect(report.removed).toBe(before.length - objects(ours).length)
      expect(report.objects).toBe(before.length)
      expect((await fsck(ours)).problems.filter(({ kind }) => kind !== 'missing')).toEqual([])
    },
  )

  it('removes nothing in a dry run, nor where what is kept cannot be read', async () => {
    const repo = await sampleRepo()
    const before = objects(repo)
    expect((await prune(repo, { refsOnly: true, dryRun: true })).removed).toBeGreaterThan(0)
    expect(objects(repo)).toEqual(before)
    const { tree } = repo.readRoot(repo.resolveRev('os'))
    writeFileSync(repo.objects.pathOf(tree, 'dirtree'), 'damaged')
    await expect(prune(repo, { refsOnly: true })).rejects.toMatchObject({
      code: 'ERR_OSTREE_CORRUPT_OBJECT',
    })
    expect(objects(repo)).toEqual(before)
  })

  it('waits for others who use the repo', async () => {
    const repo = await sampleRepo()
    const before = objects(repo)
    const lock = await tryLock(`${repo.path}/.lock`, 'shared')
    const pruning = prune(repo, { refsOnly: true })
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect(objects(repo)).toEqual(before)
    lock?.release()
    expect((await pruning).removed).toBeGreaterThan(0)
  })

  it('keeps what there is of a partial commit', async () => {
    const repo = await sampleRepo()
    const commit = repo.resolveRev('deb/other')
    const [[, child] = []] = repo.readDirTree(repo.readRoot(commit).tree).dirs
    rmSync(repo.objects.pathOf(child as Checksum, 'dirtree'))
    writeFileSync(repo.objects.partialPathOf(commit), '')
    await prune(repo, { refsOnly: true })
    expect(existsSync(repo.objects.pathOf(commit, 'commit'))).toBe(true)
    await deleteRefs(repo, 'deb/other')
    await prune(repo, { refsOnly: true })
    expect(readdirSync(`${repo.path}/state`)).toEqual([])
  })
})

it('a ref that an alias leads to is not deleted without it', async () => {
  const repo = await sampleRepo()
  symlinkSync('os', `${repo.path}/refs/heads/stable`)
  await expect(deleteRefs(repo, 'os')).rejects.toThrow(/"stable" is an alias of it/)
  expect(await deleteRefs(repo, 'stable')).toEqual(['stable'])
  expect(await deleteRefs(repo, 'os')).toEqual(['os'])
  expect([...repo.listRefs()].map(([name]) => name)).toEqual(['deb/other'])
})
