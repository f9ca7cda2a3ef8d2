import {
  chmodSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type SampleTree, writeSampleTree } from '../../test/sample-tree.js'
import { volatileRepo } from '../../test/temp-repo.js'
import type { ObjectType } from '../objects/object-name.js'
import { repoModes } from '../objects/repo-mode.js'
import { requirePath, walkTree } from '../tree/tree-entry.js'
import { fsck } from './fsck.js'

const isRoot = process.getuid?.() === 0
const modes = repoModes.filter((mode) => mode !== 'bare' || isRoot)
const sample: SampleTree = {
  'usr/bin/tool': { mode: 0o755, content: 'a tool' },
  'usr/share/tool': { content: 'its data' },
  link: { target: 'usr' },
}

/** A repo with one commit, and the file of an object of each type in it. */
async function prepare(mode: (typeof repoModes)[number]) {
  const repo = volatileRepo(mode)
  const commit = await repo.transaction((tx) => {
    const { tree, meta } = writeSampleTree(tx, sample)
    const written = tx.writeCommit({ rootTree: tree, rootMeta: meta })
    tx.setRef('os', written)
    return written
  })
  const root = repo.readRoot(commit)
  const file = requirePath(repo, root, 'usr/bin/tool')
  const directory = requirePath(repo, root, 'usr/bin')
  if (file.type !== 'file' || directory.type !== 'directory') throw new Error('no such paths')
  const names = { commit, dirtree: directory.tree, dirmeta: directory.meta, file: file.checksum }
  const pathOf = (type: ObjectType) => repo.objects.pathOf(names[type], type)
  return { repo, names, pathOf }
}

const types: ObjectType[] = ['commit', 'dirtree', 'dirmeta', 'file']
const needs: Record<ObjectType, string[]> = {
  commit: ['os'],
  dirtree: ['os:/usr/bin'],
  dirmeta: ['os:/', 'os:/usr', 'os:/usr/bin', 'os:/usr/share'],
  file: ['os:/usr/bin/tool'],
}

const damages: { damage: string; kind: string; inflict: (path: string) => void }[] = [
  { damage: 'missing', kind: 'missing', inflict: (path) => rmSync(path) },
  { damage: 'empty', kind: 'corrupt', inflict: (path) => change(path, () => Buffer.alloc(0)) },
  {
    damage: 'truncated',
    kind: 'corrupt',
    inflict: (path) => change(path, (b) => b.subarray(0, -1)),
  },
  {
    damage: 'longer',
    kind: 'corrupt',
    inflict: (path) => change(path, (b) => Buffer.concat([b, b])),
  },
  { damage: 'bit-flipped', kind: 'corrupt', inflict: (path) => change(path, flipLastBit) },
]

describe.each(modes)('mode %s', (mode) => {
  const table = types.flatMap((type) => damages.map((damage) => ({ type, ...damage })))
  it.each(table)('finds a $damage $type', async ({ type, kind, damage, inflict }) => {
    const { repo, names, pathOf } = await prepare(mode)
    inflict(pathOf(type))
    const { problems } = await fsck(repo)
    // What follows a deflate stream is no part of the content, for libostree neither.
    if (type === 'file' && mode === 'archive' && damage === 'longer') return
    expect(problems).toMatchObject([
      { name: `${names[type]}.${type}`, kind, neededBy: needs[type] },
    ])
    expect(problems[0]?.reason).toContain(names[type])
  })
})

it('finds a changed mode and a lost attribute of bare-user objects', async () => {
  const { repo, names, pathOf } = await prepare('bare-user')
  const path = pathOf('file')
  const content = readFileSync(path)
  rmSync(path)
  writeFileSync(path, content)
  expect((await fsck(repo)).problems).toMatchObject([
    { name: `${names.file}.file`, kind: 'corrupt', neededBy: needs.file },
  ])
})

it('accepts objects whose time and permissions on disk changed', async () => {
  const { repo, pathOf } = await prepare('archive')
  chmodSync(pathOf('file'), 0o600)
  utimesSync(pathOf('file'), 5, 5)
  expect((await fsck(repo)).problems).toEqual([])
})

it('finds refs that hold rubbish or point nowhere', async () => {
  const { repo } = await prepare('archive')
  const nowhere = '0'.repeat(64)
  writeFileSync(`${repo.path}/refs/heads/rubbish`, 'rubbish')
  writeFileSync(`${repo.path}/refs/heads/lost`, `${nowhere}\n`)
  expect((await fsck(repo)).problems).toMatchObject([
    { name: 'rubbish', kind: 'bad-ref' },
    { name: `${nowhere}.commit`, kind: 'missing', neededBy: ['lost'] },
  ])
})

it('finds what commits need that no ref leads to, but not what a partial pull left out', async () => {
  const { repo, names, pathOf } = await prepare('archive')
  rmSync(pathOf('file'))
  rmSync(`${repo.path}/refs/heads/os`)
  expect((await fsck(repo)).problems).toMatchObject([
    { neededBy: [`${names.commit}:/usr/bin/tool`] },
  ])
  writeFileSync(`${repo.path}/state/${names.commit}.commitpartial`, '')
  expect((await fsck(repo)).problems).toEqual([])
})

it('tells what it may not read from what is corrupt', async () => {
  const { repo, names, pathOf } = await prepare('archive')
  rmSync(pathOf('file'))
  mkdirSync(pathOf('file'))
  expect((await fsck(repo)).problems).toMatchObject([
    { name: `${names.file}.file`, kind: 'unreadable', neededBy: needs.file },
  ])
})

it('ends with a tree that is deeper than any may be', async () => {
  const repo = volatileRepo('archive')
  await repo.transaction((tx) => {
    const meta = tx.writeDirMeta({ uid: 0, gid: 0, mode: 0o40755, xattrs: [] })
    let tree = tx.writeDirTree({ files: [], dirs: [] })
    for (let i = 0; i < 10_000; i++)
      tree = tx.writeDirTree({ files: [], dirs: [['d', tree, meta]] })
    tx.setRef('deep', tx.writeCommit({ rootTree: tree, rootMeta: meta }))
  })
  await expect(fsck(repo)).rejects.toMatchObject({ code: 'ERR_OSTREE_INVALID_TREE' })
  expect(() => [...walkTree(repo, repo.readRoot(repo.resolveRev('deep')))]).toThrow(
    /is deeper than/,
  )
})

function change(path: string, edit: (bytes: Buffer) => Buffer): void {
  const bytes = edit(readFileSync(path))
  truncateSync(path)
  writeFileSync(path, bytes)
}

function flipLastBit(bytes: Buffer): Buffer {
  const flipped = Buffer.from(bytes)
  flipped.writeUInt8(flipped.readUInt8(flipped.length - 1) ^ 1, flipped.length - 1)
  return flipped
}
