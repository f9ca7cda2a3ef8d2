import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { type SampleTree, sampleTrees, writeSampleTree, xattrTree } from '../../test/sample-tree.js'
import { tempDirectory } from '../../test/temp-directory.js'
import { volatileRepo } from '../../test/temp-repo.js'
import { dumpDirectory, dumpTree } from '../../test/tree-dump.js'
import { repoModes } from '../objects/repo-mode.js'
import type { Repo } from '../repo.js'
import { readXattr } from '../store/native-xattrs.js'
import { syncCheckout } from './sync-checkout.js'

vi.setConfig({ testTimeout: 60_000 })

const isRoot = process.getuid?.() === 0
const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0]
const own = { uid, gid }

async function commit(repo: Repo, tree: SampleTree) {
  return repo.transaction((tx) => {
    const root = writeSampleTree(tx, { '/': own, ...tree })
    return { root, commit: tx.writeCommit({ rootTree: root.tree, rootMeta: root.meta }) }
  })
}

const kept: SampleTree = {
  'usr/': own,
  'usr/program': { ...own, mode: 0o755, content: 'x' },
  'usr/empty': own,
  'usr/link': { ...own, target: 'program' },
  'usr/share/': own,
  'usr/share/text': { ...own, content: 'y' },
}

async function prepare() {
  const path = tempDirectory()
  const repo = volatileRepo('bare-user', `${path}/repo`)
  const { root, commit: rev } = await commit(repo, kept)
  mkdirSync(`${path}/out`)
  await syncCheckout(repo, rev, `${path}/out`)
  return { repo, rev, out: `${path}/out`, wanted: dumpTree(repo, root) }
}

if (isRoot) {
  it.each(repoModes)('makes each tree of the one before it, %s', async (mode) => {
    const path = tempDirectory()
    const repo = volatileRepo(mode, `${path}/repo`)
    mkdirSync(`${path}/out`)
    const trees = sampleTrees.filter(
      ({ canonical }) => canonical === true || mode !== 'bare-user-only',
    )
    for (const { tree } of [...trees, ...trees.toReversed()]) {
      const { root, commit: rev } = await commit(repo, tree)
      await syncCheckout(repo, rev, `${path}/out`)
      expect(dumpDirectory(`${path}/out`)).toEqual(dumpTree(repo, root))
    }
  })
}

it('sets attributes of files and directories', async () => {
  const path = tempDirectory()
  const repo = volatileRepo('bare-user', `${path}/repo`)
  const tree = isRoot ? xattrTree : { 'dir/': { ...own, ...xattrTree['dir/'] } }
  const { commit: rev } = await commit(repo, tree)
  mkdirSync(`${path}/out`)
  const seen: string[] = []
  await syncCheckout(repo, rev, `${path}/out`, (at, { xattrs }) => {
    if (xattrs.length > 0) seen.push(at)
  })
  expect(seen).toEqual([`${path}/out/dir`])
  expect(readXattr(`${path}/out/dir`, 'user.dir')?.toString()).toBe('value')
})

it('leaves alone what is right', async () => {
  const { repo, rev, out } = await prepare()
  const paths = ['', '/usr', '/usr/program', '/usr/link', '/usr/share', '/usr/share/text']
  const inodes = () => paths.map((path) => lstatSync(out + path).ino)
  const before = inodes()
  await syncCheckout(repo, rev, out)
  expect(inodes()).toEqual(before)
  expect(lstatSync(`${out}/usr/program`).nlink).toBe(2)
})

describe('puts right', () => {
  it.each<[string, (out: string) => void]>([
    ['a file that is too much', (out) => writeFileSync(`${out}/usr/other`, '')],
    [
      'a directory that is too much',
      (out) => mkdirSync(`${out}/usr/share/x/y`, { recursive: true }),
    ],
    ['a file that is missing', (out) => rmSync(`${out}/usr/program`)],
    ['a directory that is missing', (out) => rmSync(`${out}/usr/share`, { recursive: true })],
    [
      'another file of the same content',
      (out) => execFileSync('cp', ['--remove-destination', '/dev/null', `${out}/usr/program`]),
    ],
    ['an empty file that was written to', (out) => writeFileSync(`${out}/usr/empty`, 'x')],
    [
      'a symlink to something else',
      (out) => {
        rmSync(`${out}/usr/link`)
        symlinkSync('elsewhere', `${out}/usr/link`)
      },
    ],
    [
      'a directory where a file belongs',
      (out) => {
        rmSync(`${out}/usr/program`)
        mkdirSync(`${out}/usr/program/x`, { recursive: true })
      },
    ],
    [
      'a symlink where a directory belongs',
      (out) => {
        rmSync(`${out}/usr/share`, { recursive: true })
        symlinkSync('/usr', `${out}/usr/share`)
      },
    ],
    ['the mode of a directory', (out) => chmodSync(`${out}/usr/share`, 0o700)],
    ['the time of a directory', (out) => utimesSync(out, 5, 5)],
  ])('%s', async (_summary, spoil) => {
    const { repo, rev, out, wanted } = await prepare()
    spoil(out)
    await syncCheckout(repo, rev, out)
    expect(dumpDirectory(out)).toEqual(wanted)
    expect(lstatSync(out).mtimeMs).toBe(0)
  })
})
