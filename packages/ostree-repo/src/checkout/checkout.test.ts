import {
  chmodSync,
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { hasOstree, ostree } from '../../test/host-ostree.js'
import { type SampleTree, sampleTrees, writeSampleTree } from '../../test/sample-tree.js'
import { tempDirectory } from '../../test/temp-directory.js'
import { volatileRepo } from '../../test/temp-repo.js'
import { dumpDirectory, dumpTree } from '../../test/tree-dump.js'
import { repoModes } from '../objects/repo-mode.js'
import type { Repo } from '../repo.js'
import { openPlainFile } from '../store/content/plain-file.js'
import { readXattrs } from '../store/native-xattrs.js'
import { requirePath } from '../tree/tree-entry.js'
import type { CheckoutOptions } from './checkout.js'
import { checkoutTree } from './checkout.js'
import { hasSameContent } from './place-file.js'

vi.setConfig({ testTimeout: 60_000 })

const isRoot = process.getuid?.() === 0
const capability = Buffer.from('0100000200200000000000000000000000000000', 'hex')
const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0]

async function commit(repo: Repo, tree: SampleTree) {
  return repo.transaction((tx) => {
    const root = writeSampleTree(tx, tree)
    tx.setRef('x', tx.writeCommit({ rootTree: root.tree, rootMeta: root.meta }))
    return root
  })
}

describe.skipIf(!isRoot)('as root, whole trees (skipped: not root)', () => {
  const table = repoModes.flatMap((mode) =>
    sampleTrees
      .filter(({ canonical }) => canonical === true || mode !== 'bare-user-only')
      .map((sample) => ({ mode, ...sample })),
  )
  it.each(table)('$mode: $summary', async ({ mode, tree }) => {
    const path = tempDirectory()
    const repo = volatileRepo(mode, `${path}/repo`)
    const root = await commit(repo, tree)
    for (const copy of [false, true]) {
      await checkoutTree(repo, 'x', `${path}/${copy}`, { copy })
      expect(dumpDirectory(`${path}/${copy}`)).toEqual(dumpTree(repo, root))
    }
  })
})

describe('hard links', () => {
  const own = { uid, gid }
  const tree: SampleTree = {
    plain: { ...own, content: 'x' },
    program: { ...own, mode: 0o755, content: 'x' },
    setuid: { ...own, mode: 0o4755, content: 'x' },
    empty: own,
    '/': own,
  }
  const links = async (mode: 'bare-user' | 'archive', options: CheckoutOptions) => {
    const path = tempDirectory()
    const repo = volatileRepo(mode, `${path}/repo`)
    await commit(repo, tree)
    await checkoutTree(repo, 'x', `${path}/out`, options)
    return Object.keys(tree).filter(
      (name) => name !== '/' && statSync(`${path}/out/${name}`).nlink > 1,
    )
  }
  it('are made where the object on disk is what is wanted', async () => {
    expect(await links('bare-user', {})).toEqual(['plain', 'program'])
  })
  it('are made in user mode even where setuid is left out', async () => {
    expect(await links('bare-user', { userMode: true })).toEqual(['plain', 'program', 'setuid'])
  })
  it.skipIf(!isRoot)(
    'are not made in user mode of what only root could give (skipped: not root)',
    async () => {
      const path = tempDirectory()
      const repo = volatileRepo('bare', `${path}/repo`)
      const xattrs = { 'security.capability': capability, 'user.note': Buffer.from('x') }
      const special: SampleTree = {
        plain: { content: 'x' },
        setuid: { mode: 0o4755, content: 'x' },
        capable: { mode: 0o755, content: 'x', xattrs },
        'of another': { uid: 7, content: 'x' },
      }
      await commit(repo, special)
      await checkoutTree(repo, 'x', `${path}/out`, { userMode: true })
      const names = Object.keys(special)
      const [links, modes] = [
        names.map((name) => statSync(`${path}/out/${name}`).nlink),
        names.map((name) => statSync(`${path}/out/${name}`).mode & 0o7777),
      ]
      expect({ links, modes }).toEqual({ links: [1, 1, 1, 1], modes: [0o644, 0o755, 0o755, 0o644] })
      expect(names.flatMap((name) => readXattrs(`${path}/out/${name}`))).toEqual([])
      if (!hasOstree) return
      ostree(`--repo=${repo.path}`, 'checkout', '-U', 'x', `${path}/theirs`)
      // libostree keeps the times of what it copies.
      const theirs = Object.entries(dumpDirectory(`${path}/theirs`))
      const withoutTimes = theirs.map(([at, what]) => [at, what.replace(' with a time', '')])
      expect(dumpDirectory(`${path}/out`)).toEqual(Object.fromEntries(withoutTimes))
    },
  )
  it('are not made of compressed objects, nor with `copy`', async () => {
    expect(await links('archive', {})).toEqual([])
    expect(await links('bare-user', { copy: true })).toEqual([])
  })
})

it('leaves out owners and special bits in user mode', async () => {
  const path = tempDirectory()
  const repo = volatileRepo('archive', `${path}/repo`)
  await commit(repo, {
    su: { mode: 0o4755, uid: 5, content: 'x' },
    'tmp/': { mode: 0o1777, uid: 7 },
  })
  await checkoutTree(repo, 'x', `${path}/out`, { userMode: true })
  expect(dumpDirectory(`${path}/out`)).toEqual({
    '/': `dir 0755 ${uid}:${gid}`,
    '/su': `file 0755 ${uid}:${gid} 2d711642`,
    '/tmp': `dir 1777 ${uid}:${gid}`,
  })
})

it('checks out a directory of the commit', async () => {
  const path = tempDirectory()
  const repo = volatileRepo('bare-user', `${path}/repo`)
  await commit(repo, { 'usr/share/doc/x': { content: 'x' }, 'usr/bin/y': {} })
  const options = { userMode: true, subpath: 'usr/share' }
  await checkoutTree(repo, 'x', `${path}/out`, options)
  expect(Object.keys(dumpDirectory(`${path}/out`))).toEqual(['/', '/doc', '/doc/x'])
  const wrong = { userMode: true, subpath: 'usr/bin/y' }
  await expect(checkoutTree(repo, 'x', `${path}/y`, wrong)).rejects.toThrow(/it is a file/)
  const missing = { userMode: true, subpath: 'usr/games' }
  await expect(checkoutTree(repo, 'x', `${path}/z`, missing)).rejects.toThrow(/no such path/)
})

describe('over files that are there', () => {
  const prepare = async () => {
    const path = tempDirectory()
    const repo = volatileRepo('bare-user', `${path}/repo`)
    await commit(repo, {
      'd/same': { content: 'same' },
      'd/other': { content: 'new' },
      'd/add': {},
    })
    mkdirSync(`${path}/out/d`, { recursive: true })
    writeFileSync(`${path}/out/d/same`, 'same')
    writeFileSync(`${path}/out/d/other`, 'old')
    chmodSync(`${path}/out/d/same`, 0o644)
    const contents = () =>
      Object.entries(dumpDirectory(`${path}/out`)).map(
        ([at, what]) => `${at} ${what.split(' ')[3]}`,
      )
    return { repo, out: `${path}/out`, contents }
  }
  it('refuses without a policy', async () => {
    const { repo, out } = await prepare()
    await expect(checkoutTree(repo, 'x', out, { userMode: true })).rejects.toThrow(/is not empty/)
  })
  it('overwrites', async () => {
    const { repo, out, contents } = await prepare()
    await checkoutTree(repo, 'x', out, { userMode: true, union: 'overwrite' })
    expect(contents()).toContain('/d/other 11507a0e')
  })
  it('adds', async () => {
    const { repo, out, contents } = await prepare()
    chmodSync(out, 0o711)
    await checkoutTree(repo, 'x', out, { userMode: true, union: 'add' })
    expect(statSync(out).mode & 0o777).toBe(0o711)
    expect(contents()).toContain('/d/other cba06b57')
    expect(contents()).toContain('/d/add e3b0c442')
  })
  it('refuses what is not identical', async () => {
    const { repo, out } = await prepare()
    const options = { userMode: true, union: 'identical' } as const
    await expect(checkoutTree(repo, 'x', out, options)).rejects.toThrow(
      /d\/other": there is another file/,
    )
    writeFileSync(`${out}/d/other`, 'new')
    await checkoutTree(repo, 'x', out, options)
  })
})

it.each([
  { what: 'the same large content', size: 5_000_000, differsAt: [], isSame: true },
  { what: 'another last byte', size: 5_000_000, differsAt: [4_999_999], isSame: false },
  { what: 'more than one buffer can hold', size: 2 ** 31 + 1, differsAt: [0], isSame: false },
])('tells $what', async ({ size, differsAt, isSame }) => {
  const path = tempDirectory()
  for (const name of ['object', 'other']) {
    const fd = openSync(`${path}/${name}`, 'w')
    ftruncateSync(fd, size)
    if (name === 'other') for (const at of differsAt) writeSync(fd, 'x', at)
    closeSync(fd)
  }
  const header = { uid, gid, mode: 0o100644, xattrs: [] }
  const object = openPlainFile(`${path}/object`, header, statSync(`${path}/object`))
  expect(await hasSameContent(object, `${path}/other`, statSync(`${path}/other`))).toBe(isSame)
})

it.each<[string, (repo: Repo) => string]>([
  [
    'a missing directory',
    (repo) => repo.objects.pathOf(repo.readRoot(repo.resolveRev('x')).tree, 'dirtree'),
  ],
  ['a missing file', (repo) => fileObject(repo)],
])('names %s and takes away what it wrote', async (_summary, pathOf) => {
  const path = tempDirectory()
  const repo = volatileRepo('bare-user', `${path}/repo`)
  await commit(repo, { a: { uid, gid, content: 'x' }, b: { uid, gid, content: 'y' } })
  rmSync(pathOf(repo))
  const failure = checkoutTree(repo, 'x', `${path}/out`, { userMode: true })
  await expect(failure).rejects.toMatchObject({ code: 'ERR_OSTREE_OBJECT_NOT_FOUND' })
  expect(existsSync(`${path}/out`)).toBe(false)
})

it('names a compressed object that is cut short, with its path', async () => {
  const path = tempDirectory()
  const repo = volatileRepo('archive', `${path}/repo`)
  await commit(repo, { b: { uid, gid, content: 'y'.repeat(1000) } })
  truncateSync(fileObject(repo), 40)
  const failure = checkoutTree(repo, 'x', `${path}/out`, { userMode: true })
  await expect(failure).rejects.toMatchObject({
    code: 'ERR_OSTREE_CORRUPT_OBJECT',
    path: fileObject(repo),
  })
})

/** Where the object of the file `b` lies. */
function fileObject(repo: Repo): string {
  const entry = requirePath(repo, repo.readRoot(repo.resolveRev('x')), 'b')
  return entry.type === 'file' ? repo.objects.pathOf(entry.checksum, 'file') : ''
}
