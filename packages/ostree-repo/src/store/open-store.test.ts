import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { hasOstree, ostree } from '../../test/host-ostree.js'
import { writeSampleTree } from '../../test/sample-tree.js'
import { tempDirectory } from '../../test/temp-directory.js'
import { volatileRepo } from '../../test/temp-repo.js'
import type { RepoMode } from '../objects/repo-mode.js'
import { openRepo, type Repo } from '../repo.js'

/** A repo with a commit of that subject for each ref. */
async function repoWith(mode: RepoMode, refs: Record<string, string>) {
  const repo = volatileRepo(mode)
  await repo.transaction((tx) => {
    for (const [ref, subject] of Object.entries(refs)) {
      const { tree, meta } = writeSampleTree(tx, { file: { content: subject } })
      tx.setRef(ref, tx.writeCommit({ rootTree: tree, rootMeta: meta, subject }))
    }
  })
  return repo
}

function withParent(repo: Repo, parent: string): Repo {
  const mode = repo.mode === 'archive' ? 'archive-z2' : repo.mode
  writeFileSync(`${repo.path}/config`, `[core]\nrepo_version=1\nmode=${mode}\nparent=${parent}\n`)
  return openRepo(repo.path)
}

it.skipIf(!hasOstree)(
  'resolves refs of remotes and parents as ostree does (skipped: no ostree)',
  async () => {
    const parent = await repoWith('archive', { theirs: 'a', both: 'b', 'origin:far': 'c' })
    const child = withParent(
      await repoWith('archive', {
        ours: 'd',
        both: 'e',
        'origin:x': 'f',
        'origin:a/b': 'g',
        'zzz:x': 'h',
      }),
      parent.path,
    )
    symlinkSync('ours', `${child.path}/refs/heads/alias`)
    const abbreviated = `${parent.readRef('theirs')}`.slice(0, 12)
    const revs = [
      'ours',
      'theirs',
      'both',
      'far',
      'origin:far',
      'a/b',
      'origin/x',
      'alias',
      abbreviated,
    ]
    const judge = revs.map((rev) => ostree(`--repo=${child.path}`, 'rev-parse', rev))
    expect(revs.map((rev) => child.resolveRev(rev))).toEqual(judge)
    // Where two remotes have it, libostree takes the one that it comes across first.
    expect(child.resolveRev('x')).toBe(child.readRef('origin:x'))
    for (const rev of ['nowhere', 'origin:ours', 'other:x']) {
      expect(() => child.resolveRev(rev)).toThrow(/no such ref/)
      expect(() => ostree(`--repo=${child.path}`, 'rev-parse', rev)).toThrow()
    }
  },
)

it('refuses a parent of another mode, which libostree fails on', async () => {
  const parent = await repoWith('archive', {})
  const child = await repoWith('bare-user', {})
  expect(() => withParent(child, parent.path)).toThrow(
    /its mode is bare-user, its parent's archive/,
  )
})

it('refuses a repo that is its own parent, over whatever way', async () => {
  const repos = [await repoWith('archive', {}), await repoWith('archive', {})]
  const [a, b] = repos.map(({ path }) => path)
  expect(() => withParent(repos[0] as Repo, `${a}`)).toThrow(/has it for a parent/)
  const link = `${tempDirectory()}/link`
  symlinkSync(`${a}`, link)
  writeFileSync(`${a}/config`, `[core]\nrepo_version=1\nmode=archive-z2\nparent=${b}\n`)
  expect(() => withParent(repos[1] as Repo, link)).toThrow(/has it for a parent/)
})

it('says what is wrong with a path that is no repo', () => {
  const path = `${tempDirectory()}/x`
  mkdirSync(path)
  expect(() => openRepo(path)).toThrow(/is not an OSTree repo/)
})
