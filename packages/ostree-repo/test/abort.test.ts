import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { checkoutTree, commitTree, fsck, type Repo } from '../src/index.js'
import { tempDirectory } from './temp-directory.js'
import { volatileRepo } from './temp-repo.js'
import { formatTestEntry } from './test-tar.js'

async function* tar() {
  yield formatTestEntry({ name: 'file' }, 'content')
}

it.each<{ summary: string; work: (repo: Repo, path: string, signal: AbortSignal) => unknown }>([
  {
    summary: 'a commit of a directory',
    work: (repo, path, signal) =>
      commitTree(repo, { directory: `${path}/tree` }, { branch: 'y', signal }),
  },
  {
    summary: 'a commit of a tar',
    work: (repo, _path, signal) => commitTree(repo, { tar: tar() }, { branch: 'y', signal }),
  },
  {
    summary: 'a checkout',
    work: (repo, path, signal) => checkoutTree(repo, 'x', `${path}/out`, { signal }),
  },
  { summary: 'a check', work: (repo, _path, signal) => fsck(repo, { signal }) },
])('ends $summary when it is asked to', async ({ work }) => {
  const path = tempDirectory()
  mkdirSync(`${path}/tree`)
  writeFileSync(`${path}/tree/file`, 'content')
  const repo = volatileRepo('archive', `${path}/repo`)
  await commitTree(repo, { directory: `${path}/tree` }, { branch: 'x' })
  await expect(work(repo, path, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  expect([...repo.listRefs()].map(([ref]) => ref)).toEqual(['x'])
  expect(readdirSync(path)).toEqual(['repo', 'tree'])
  expect(readdirSync(`${repo.path}/tmp`)).toEqual(['cache'])
})
