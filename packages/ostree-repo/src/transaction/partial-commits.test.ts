import { rmSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { hasOstree, ostree } from '../../test/host-ostree.js'
import { tempDirectory } from '../../test/temp-directory.js'
import { volatileRepo } from '../../test/temp-repo.js'
import { commitTree } from '../import/commit-tree.js'
import { S_IFREG } from '../objects/file-mode.js'
import { openRepo, type Repo } from '../repo.js'
import { TreeBuilder } from '../tree/tree-builder.js'
import type { ObjectWriter } from './object-writer.js'
import { joinTransaction } from './transaction.js'

const header = { uid: 0, gid: 0, mode: S_IFREG | 0o644, xattrs: [] }

function writeSystem(writer: ObjectWriter) {
  const tree = TreeBuilder.empty()
  tree.addFile('usr/bin/tool', writer.writeFile(header, Buffer.from('a tool')))
  tree.addFile('usr/share/data', writer.writeFile(header, Buffer.from('its data')))
  const { tree: rootTree, meta: rootMeta } = tree.write(writer)
  return writer.writeCommit({ rootTree, rootMeta })
}

const write = (repo: Repo) =>
  repo.transaction((tx) => {
    const commit = writeSystem(tx)
    tx.setRef('os', commit)
    return commit
  })

/** What `ostree pull --subpath` leaves. */
async function partialRepo() {
  const repo = volatileRepo('archive')
  const commit = await write(repo)
  const [[, usr = ''] = []] = repo.readDirTree(repo.readRoot(commit).tree).dirs
  rmSync(repo.objects.pathOf(usr as typeof commit, 'dirtree'))
  writeFileSync(repo.objects.partialPathOf(commit), '')
  return { repo, commit }
}

it('are there, and do not count', async () => {
  const { repo, commit } = await partialRepo()
  expect(repo.resolveRev('os')).toBe(commit)
  expect(repo.hasCommit(commit)).toBe(false)
  expect(() => repo.requireCommit('os')).toThrow(
    expect.objectContaining({ code: 'ERR_OSTREE_PARTIAL_COMMIT', rev: 'os', commit }),
  )
  await expect(commitTree(repo, { rev: 'os' }, { branch: 'other' })).rejects.toThrow('is partial')
  expect(repo.readRef('other')).toBeUndefined()
})

it('are whole once they were written anew, here or by a writer that joined', async () => {
  const { repo, commit } = await partialRepo()
  await write(repo)
  expect(repo.requireCommit('os')).toBe(commit)
  writeFileSync(repo.objects.partialPathOf(commit), '')
  await repo.transaction((tx) => writeSystem(joinTransaction(repo.path, tx.handle)))
  expect(repo.hasCommit(commit)).toBe(true)
})

it('stay partial where only the commit object was written anew', async () => {
  const { repo, commit } = await partialRepo()
  const { rootTree, rootMeta } = repo.readCommit(commit)
  await repo.transaction((tx) => tx.writeCommit({ rootTree, rootMeta }))
  expect(repo.hasCommit(commit)).toBe(false)
})

it('count where a parent repo has them in full', async () => {
  const parent = volatileRepo('archive')
  const commit = await write(parent)
  const child = volatileRepo('archive')
  writeFileSync(
    `${child.path}/config`,
    `[core]\nrepo_version=1\nmode=archive-z2\nparent=${parent.path}\n`,
  )
  expect(openRepo(child.path).hasCommit(commit)).toBe(true)
  writeFileSync(parent.objects.partialPathOf(commit), '')
  expect(openRepo(child.path).hasCommit(commit)).toBe(false)
})

it.skipIf(!hasOstree).each([['--commit-metadata-only'], ['--subpath=/usr/bin']])(
  'of ostree pull %s are seen and made whole (skipped: no ostree)',
  async (partly) => {
    const origin = volatileRepo('archive')
    const commit = await write(origin)
    const repo = volatileRepo('bare-user')
    const at = `--repo=${repo.path}`
    ostree(at, 'remote', 'add', '--no-gpg-verify', 'origin', `file://${origin.path}`)
    ostree(at, 'pull', partly, 'origin', 'os')
    expect(repo.hasCommit(commit)).toBe(false)
    await write(repo)
    expect(repo.hasCommit(commit)).toBe(true)
    ostree(at, 'checkout', '-U', commit, `${tempDirectory()}/tree`)
    expect(ostree(at, 'fsck')).not.toContain('partial')
  },
)
