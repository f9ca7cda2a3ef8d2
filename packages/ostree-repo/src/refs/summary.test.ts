import { appendFileSync, existsSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { hasOstree, ostree } from '../../test/host-ostree.js'
import { writeSampleTree } from '../../test/sample-tree.js'
import { volatileRepo } from '../../test/temp-repo.js'
import { openRepo, type Repo } from '../repo.js'
import { writeSummary } from './summary.js'

const commit = (repo: Repo, ref: string, timestamp = 0) =>
  repo.transaction((tx) => {
    const { tree, meta } = writeSampleTree(tx, { file: { content: ref } })
    tx.setRef(ref, tx.writeCommit({ rootTree: tree, rootMeta: meta, timestamp }))
  })

/** What ostree says of a summary, without its date. */
const view = (repo: Repo) =>
  ostree(`--repo=${repo.path}`, 'summary', '--view')
    .split('\n')
    .filter((line) => !line.startsWith('Last-Modified'))
    .sort()

it.skipIf(!hasOstree)(
  'is what ostree writes, and what its clients read (skipped: no ostree)',
  async () => {
    const repo = volatileRepo('archive')
    for (const [i, ref] of ['os/b', 'os/a', 'zzz', 'origin:far'].entries())
      await commit(repo, ref, i * 1e9)
    writeFileSync(`${repo.path}/summary.sig`, 'of another one')
    writeSummary(repo)
    expect(existsSync(`${repo.path}/summary.sig`)).toBe(false)
    const ours = view(repo)
    ostree(`--repo=${repo.path}`, 'summary', '--update')
    expect(ours).toEqual(view(repo))
    writeSummary(repo)
    const client = volatileRepo('bare-user')
    const at = `--repo=${client.path}`
    ostree(at, 'remote', 'add', '--no-gpg-verify', 'o', `file://${repo.path}`)
    expect(ostree(at, 'remote', 'refs', 'o').split('\n')).toEqual(
      expect.arrayContaining(['o:os/a', 'o:zzz']),
    )
    ostree(at, 'pull', '--mirror', 'o')
    expect(client.readRef('os/a')).toBe(repo.readRef('os/a'))
  },
)

it('follows the refs where the config asks for it', async () => {
  const repo = volatileRepo('archive')
  appendFileSync(`${repo.path}/config`, 'auto-update-summary=true\n')
  const opened = openRepo(repo.path)
  await commit(opened, 'a')
  expect(existsSync(`${repo.path}/summary`)).toBe(true)
  if (!hasOstree) return
  expect(view(opened).join()).toContain(`${opened.readRef('a')}`)
  await opened.transaction((tx) => tx.removeRef('a'))
  expect(view(opened).join()).not.toContain('* a')
})

it('is left to ostree where it holds what only ostree writes', async () => {
  const repo = volatileRepo('archive')
  appendFileSync(`${repo.path}/config`, 'collection-id=org.example\nauto-update-summary=true\n')
  const opened = openRepo(repo.path)
  expect(() => writeSummary(opened)).toThrow(/it has refs of collections/)
  await expect(commit(opened, 'a')).rejects.toMatchObject({ code: 'ERR_OSTREE_UNSUPPORTED_REPO' })
  expect(opened.readRef('a')).toBeUndefined()
})

it('the time of the repo tells that refs changed', async () => {
  const repo = volatileRepo('archive')
  const touched = async (work: () => Promise<unknown>) => {
    utimesSync(repo.path, 5, 5)
    await work()
    return statSync(repo.path).mtimeMs !== 5000
  }
  expect(await touched(() => commit(repo, 'a'))).toBe(true)
  expect(await touched(() => commit(repo, 'a'))).toBe(false)
  expect(await touched(() => repo.transaction((tx) => tx.removeRef('a')))).toBe(true)
})
