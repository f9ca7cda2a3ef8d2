import { execFileSync } from 'node:child_process'
import { createReadStream, mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import {
  type Checksum,
  checkoutTree,
  commitTree,
  fsck,
  openRepo,
  type Repo,
  type RepoMode,
  Variant,
} from '../src/index.js'
import { writeXattr } from '../src/store/native-xattrs.js'
import { hasOstree, ostree } from './host-ostree.js'
import { type SampleTree, sampleTrees, writeSampleTree, xattrTree } from './sample-tree.js'
import { tempDirectory } from './temp-directory.js'
import { volatileRepo } from './temp-repo.js'

vi.setConfig({ testTimeout: 60_000 })

const isRoot = process.getuid?.() === 0
const modes: RepoMode[] = [
  'archive',
  'bare-user',
  'bare-user-only',
  ...(isRoot ? ['bare' as const] : []),
]
const table = modes.flatMap((mode) =>
  sampleTrees
    .filter(({ canonical }) => canonical === true || mode !== 'bare-user-only')
    .map((sample) => ({ mode, ...sample })),
)

describe.skipIf(!hasOstree)('what we write, read by the real ostree (skipped: no ostree)', () => {
  it.each(table)('$mode: $summary', async ({ mode, tree }) => {
    const { repo, commit, path } = await writeOurs(mode, tree)
    expect(ostree('fsck', '--repo', repo.path)).toContain('no errors found')
    expect(ostree('rev-parse', '--repo', repo.path, 'ours')).toBe(commit)

    // libostree makes the same objects of the same tree.
    initTheirs(`${path}/theirs`, 'archive')
    exportTar(repo, `${path}/tree.tar`)
    const again = ostree(
      ...['commit', '--repo', `${path}/theirs`, '-b', 'x', `--tree=tar=${path}/tree.tar`],
      ...['--timestamp=@0', '--no-bindings', '--tar-autocreate-parents'],
    )
    expect(again).toBe(commit)
  })

  it.each(modes)('%s: checkout, diff, static delta, summary, prune and pull', async (mode) => {
    const { repo, path, commit } = await writeOurs(mode, {
      'usr/a': { content: 'one' },
      'usr/b': {},
    })
    await commitTree(repo, { rev: 'ours' }, { branch: 'ours', parent: commit, subject: 'Second' })
    const at = (...args: string[]) => ostree(`--repo=${repo.path}`, ...args)
    at('checkout', '-U', 'ours', `${path}/tree`)
    expect(
      execFileSync('find', ['-printf', '%P %m\n'], { cwd: `${path}/tree`, encoding: 'utf8' }),
    ).toContain('usr/a 644')
    expect(at('diff', 'ours^', 'ours')).toBe('')
    expect(at('log', 'ours')).toContain('Second')
    at('static-delta', 'generate', '--empty', 'ours')
    at('summary', '-u')
    initTheirs(`${path}/pulled`, 'archive')
    ostree(`--repo=${path}/pulled`, 'pull-local', repo.path, 'ours')
    expect((await fsck(openRepo(`${path}/pulled`))).problems).toEqual([])
    at('refs', '--delete', 'ours')
    at('prune', '--refs-only')
    expect((await fsck(repo)).objects).toBe(0)
  })

  it('shows metadata as we wrote it', async () => {
    const path = tempDirectory()
    const repo = volatileRepo('bare-user', `${path}/repo`)
    mkdirSync(`${path}/tree`)
    const metadata = new Map([
      ['text', Variant.string('hällo')],
      ['list', Variant.strings(['a', 'b'])],
      ['deep', Variant.of('a{sv}', [['k', Variant.of('(ub)', [1, true])]])],
    ])
    await commitTree(repo, { directory: `${path}/tree` }, { branch: 'm', metadata })
    const key = (name: string) =>
      ostree('show', '--repo', repo.path, `--print-metadata-key=${name}`, 'm')
    expect(key('text')).toBe("'hällo'")
    expect(key('list')).toBe("['a', 'b']")
    expect(key('ostree.ref-binding')).toBe("['m']")
    expect(key('deep')).toContain("{'k': <(uint32")
  })
})

describe.skipIf(!hasOstree)('what the real ostree writes, read by us (skipped: no ostree)', () => {
  it.each(table)('$mode: $summary', async ({ mode, tree }) => {
    const { repo, path, commit } = await writeOurs('archive', tree)
    exportTar(repo, `${path}/tree.tar`)
    initTheirs(`${path}/theirs`, mode)
    ostree(
      ...['commit', '--repo', `${path}/theirs`, '-b', 'x', `--tree=tar=${path}/tree.tar`],
      ...['--timestamp=@0', '--no-bindings', '--tar-autocreate-parents'],
    )
    const theirs = openRepo(`${path}/theirs`)
    expect((await fsck(theirs)).problems).toEqual([])
    expect(theirs.resolveRev('x')).toBe(commit)
    if (isRoot || mode === 'bare-user-only') await checkoutTree(theirs, 'x', `${path}/checkout`)

    const source = createReadStream(`${path}/tree.tar`)
    const imported = await commitTree(repo, { tar: source }, { bindings: false })
    expect(imported).toBe(commit)
  })
})

describe.skipIf(!hasOstree || !isRoot)('xattrs (skipped: no ostree, or not root)', () => {
  it.each<RepoMode>(['archive', 'bare-user', 'bare'])('%s', async (mode) => {
    const { repo, commit, path } = await writeOurs(mode, xattrTree)
    expect(ostree('fsck', '--repo', repo.path)).toContain('no errors found')
    await checkoutTree(repo, 'ours', `${path}/tree`)
    execFileSync('tar', [
      ...['-c', '-f', `${path}/tree.tar`, '-C', `${path}/tree`],
      ...['--format=pax', '--xattrs', '--xattrs-include=*', '.'],
    ])
    initTheirs(`${path}/theirs`, mode)
    const theirs = openRepo(`${path}/theirs`)
    // From tars, libostree 2022.7 keeps the order of the attributes as libarchive has it.
    const options = ['-b', 'x', `--tree=dir=${path}/tree`, '--timestamp=@0', '--no-bindings']
    expect(ostree('commit', '--repo', theirs.path, ...options)).toBe(commit)
    ostree('commit', '--repo', theirs.path, '-b', 'unsorted', `--tree=tar=${path}/tree.tar`)
    expect((await fsck(theirs)).problems).toEqual([])
    const sources = [{ directory: `${path}/tree` }, { tar: createReadStream(`${path}/tree.tar`) }]
    for (const source of sources) {
      expect(await commitTree(theirs, source, { bindings: false })).toBe(commit)
    }
  })
})

it.skipIf(!hasOstree || !isRoot).each<RepoMode>(['archive', 'bare-user', 'bare'])(
  '%s: attributes without a value are left out, as ostree leaves them out (skipped: no ostree, or not root)',
  async (mode) => {
    const path = tempDirectory()
    mkdirSync(`${path}/tree/directory`, { recursive: true })
    writeFileSync(`${path}/tree/file`, 'x')
    for (const name of ['file', 'directory']) {
      writeXattr(`${path}/tree/${name}`, 'user.none', Buffer.alloc(0))
      writeXattr(`${path}/tree/${name}`, 'user.some', Buffer.from('some'))
    }
    const repo = volatileRepo(mode, `${path}/repo`)
    const ours = await commitTree(
      repo,
      { directory: `${path}/tree` },
      { bindings: false, timestamp: 0 },
    )
    const options = ['--orphan', '--timestamp=@0', '--no-bindings', '-s', '']
    expect(ostree('commit', '--repo', repo.path, ...options, `${path}/tree`)).toBe(ours)
    expect((await fsck(repo)).problems).toEqual([])
    expect(ostree('fsck', '--repo', repo.path)).toContain('no errors found')
  },
)

async function writeOurs(mode: RepoMode, tree: SampleTree) {
  const path = tempDirectory()
  const repo = volatileRepo(mode, `${path}/repo`)
  const commit: Checksum = await repo.transaction((tx) => {
    const root = writeSampleTree(tx, tree)
    const written = tx.writeCommit({ rootTree: root.tree, rootMeta: root.meta })
    tx.setRef('ours', written)
    return written
  })
  return { path, repo, commit }
}

function initTheirs(path: string, mode: RepoMode): void {
  ostree('init', '--repo', path, `--mode=${mode}`)
  ostree('config', '--repo', path, 'set', 'core.fsync', 'false')
}

function exportTar(repo: Repo, path: string): void {
  ostree('export', '--repo', repo.path, 'ours', '-o', path)
}
