import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { expect, it } from 'vitest'
import { tempDirectory } from '../test/temp-directory.js'
import { checksumOf } from './checksum.js'
import { bareFormat } from './content/bare-format.js'
import { S_IFLNK, S_IFREG } from './file-mode.js'
import { fsck } from './fsck/fsck.js'
import { listObjects } from './fsck/list-objects.js'
import { initRepo } from './init-repo.js'
import { joinTransaction } from './join-transaction.js'
import { openRepo, type Repo } from './repo.js'
import { tryLock } from './repo-lock.js'
import { StagingArea } from './staging-area.js'
import type { Transaction } from './transaction.js'
import { TreeBuilder } from './tree-builder.js'

const header = { uid: 0, gid: 0, mode: S_IFREG | 0o644, xattrs: [] }

function writeCommit(tx: Transaction, content = 'x') {
  const tree = TreeBuilder.empty()
  tree.addFile('file', tx.writeFile(header, Buffer.from(content)))
  const { tree: rootTree, meta: rootMeta } = tree.write(tx)
  return tx.writeCommit({ rootTree, rootMeta })
}

const objectsIn = (repo: Repo) => [...listObjects(repo)].map(({ type }) => type).sort()
/** The objects that a transaction has staged. */
const stagedIn = (repo: Repo, tx: Transaction) =>
  readdirSync(`${repo.path}/tmp/${tx.handle}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`)
const stagingIn = (repo: Repo) => readdirSync(`${repo.path}/tmp`).filter((n) => n !== 'cache')

it('publishes objects and moves refs', async () => {
  const repo = initRepo(tempDirectory())
  const commit = await repo.transaction((tx) => {
    const written = writeCommit(tx)
    tx.setRef('a/b', written)
    tx.setRef('remote:c', written)
    expect(objectsIn(repo)).toEqual([])
    return written
  })
  expect([...repo.listRefs()]).toEqual([
    ['a/b', commit],
    ['remote:c', commit],
  ])
  expect([...repo.listRefs('a')]).toEqual([['a/b', commit]])
  expect(objectsIn(repo)).toEqual(['commit', 'dirmeta', 'dirtree', 'file'])
  expect(stagingIn(repo)).toEqual([])
})

it('leaves nothing when the work throws', async () => {
  const repo = initRepo(tempDirectory())
  const work = repo.transaction((tx) => {
    tx.setRef('a', writeCommit(tx))
    tx.beginFile(header, 3).write(Buffer.from('ab'))
    throw new Error('enough')
  })
  await expect(work).rejects.toThrow('enough')
  expect(objectsIn(repo)).toEqual([])
  expect(stagingIn(repo)).toEqual([])
  expect([...repo.listRefs()]).toEqual([])
})

it('does not write again what the repo has, nor a ref that does not change', async () => {
  const repo = initRepo(tempDirectory())
  const write = () => repo.transaction((tx) => tx.setRef('a', writeCommit(tx)))
  const inodes = () =>
    [...listObjects(repo)].map(
      ({ checksum, type }) => statSync(repo.objects.pathOf(checksum, type)).ino,
    )
  await write()
  const before = [inodes(), statSync(`${repo.path}/refs/heads/a`).ino]
  await write()
  expect([inodes(), statSync(`${repo.path}/refs/heads/a`).ino]).toEqual(before)
})

it('publishes many objects and refs, also to where there are others', async () => {
  const repo = initRepo(tempDirectory())
  const names: string[] = []
  for (const round of ['first', 'second']) {
    await repo.transaction((tx) => {
      for (let i = 0; i < 40; i++) {
        const name = `${i}/${round}`
        tx.setRef(name, writeCommit(tx, name))
        names.push(name)
      }
    })
  }
  expect([...repo.listRefs()].map(([ref]) => ref)).toEqual(names.sort())
  expect((await fsck(repo)).problems).toEqual([])
  expect(stagingIn(repo)).toEqual([])
})

it('removes refs', async () => {
  const repo = initRepo(tempDirectory())
  await repo.transaction((tx) => tx.setRef('a', writeCommit(tx)))
  await repo.transaction((tx) => tx.removeRef('a'))
  expect(repo.readRef('a')).toBeUndefined()
})

it('refuses a ref to a commit that is not there, and a bad ref name', async () => {
  const repo = initRepo(tempDirectory())
  const missing = repo.transaction((tx) => {
    tx.setRef('a', tx.writeDirTree({ files: [], dirs: [] }))
  })
  await expect(missing).rejects.toMatchObject({ code: 'ERR_OSTREE_OBJECT_NOT_FOUND' })
  const bad = repo.transaction((tx) => tx.setRef('../a', writeCommit(tx)))
  await expect(bad).rejects.toMatchObject({ code: 'ERR_OSTREE_INVALID_REF' })
  expect([...repo.listRefs()]).toEqual([])
})

it('takes objects of writers that joined it, but not the unfinished', async () => {
  const repo = initRepo(tempDirectory())
  await repo.transaction(async (tx) => {
    const joined = joinTransaction(repo.path, tx.handle)
    joined.writeFile(header, Buffer.from('joined'))
    joined.beginFile(header, 9).write(Buffer.from('unfinish'))
    tx.writeFile(header, Buffer.from('joined'))
  })
  expect(objectsIn(repo)).toEqual(['file'])
  expect(stagingIn(repo)).toEqual([])
})

it('leaves an object that another writer has begun to that one', async () => {
  const repo = initRepo(tempDirectory())
  const content = Buffer.from('content')
  await repo.transaction((tx) => {
    const [ours, joined] = [tx, joinTransaction(repo.path, tx.handle)]
    const checksum = ours.writeFile(header, content)
    const [path] = stagedIn(repo, tx)
    const { ino } = statSync(path ?? '')
    expect(joined.writeFile(header, content)).toBe(checksum)
    expect(stagedIn(repo, tx)).toEqual([path])
    expect(statSync(path ?? '').ino).toBe(ino)
  })
  expect(objectsIn(repo)).toEqual(['file'])
})

it('fails where a writer that joined it left an object half-written', async () => {
  const repo = initRepo(tempDirectory())
  const work = repo.transaction((tx) => {
    const joined = joinTransaction(repo.path, tx.handle)
    joined.writeFile(header, Buffer.from('half'))
    // As it is before it is sealed.
    chmodSync(stagedIn(repo, tx)[0] ?? '', 0o200)
    utimesSync(stagedIn(repo, tx)[0] ?? '', 1, 1)
    tx.setRef('a', writeCommit(tx, 'half'))
  })
  await expect(work).rejects.toMatchObject({ code: 'ERR_OSTREE_TRANSACTION' })
  expect(objectsIn(repo)).toEqual([])
  expect(stagingIn(repo)).toEqual([])
})

it.skipIf(process.getuid?.() !== 0)(
  'fails where a symlink has no owner yet (skipped: not root)',
  async () => {
    const repo = initRepo(tempDirectory(), 'bare')
    const link = { ...header, uid: 5, mode: S_IFLNK | 0o777, symlinkTarget: 'x' }
    const work = repo.transaction((tx) => {
      const path = new StagingArea(`${repo.path}/tmp/${tx.handle}`, 'bare').pathOf(
        checksumOf(Buffer.alloc(0)),
        'file',
      )
      bareFormat.create(path, link, 0)
    })
    await expect(work).rejects.toMatchObject({ code: 'ERR_OSTREE_TRANSACTION' })
    expect(objectsIn(repo)).toEqual([])
  },
)

it('cannot be joined once it has ended', async () => {
  const repo = initRepo(tempDirectory())
  const handle = await repo.transaction((tx) => tx.handle)
  expect(() => joinTransaction(repo.path, handle)).toThrow(/it has ended/)
})

it('refuses content of another size than announced', async () => {
  const repo = initRepo(tempDirectory())
  await repo.transaction((tx) => {
    const short = tx.beginFile(header, 3)
    short.write(Buffer.from('ab'))
    expect(() => short.finish()).toThrow('has 2 bytes where 3 were announced')
    short.abort()
    expect(() => tx.beginFile(header, 1).write(Buffer.from('ab'))).toThrow('has more bytes')
  })
  expect(objectsIn(repo)).toEqual([])
})

it('sweeps what dead writers left, and keeps what living ones stage', async () => {
  const repo = initRepo(tempDirectory())
  const dead = `${repo.path}/tmp/staging-ostree-repo-dead`
  mkdirSync(dead)
  writeFileSync(`${dead}/object`, '')
  writeFileSync(`${dead}-lock`, '')
  await repo.transaction(async (outer) => {
    await repo.transaction((inner) => inner.setRef('inner', writeCommit(inner, 'inner')))
    expect(existsSync(dead)).toBe(false)
    outer.setRef('outer', writeCommit(outer, 'outer'))
  })
  expect([...repo.listRefs()].map(([ref]) => ref)).toEqual(['inner', 'outer'])
  expect(stagingIn(repo)).toEqual([])
})

it('is refused where free space would fall below the reserve', async () => {
  const path = tempDirectory()
  initRepo(path)
  writeFileSync(
    `${path}/config`,
    '[core]\nrepo_version=1\nmode=bare-user\nmin-free-space-size=900TB\n',
  )
  const repo = openRepo(path)
  const work = repo.transaction((tx) => writeCommit(tx))
  await expect(work).rejects.toMatchObject({ code: 'ERR_OSTREE_NO_SPACE' })
  expect(stagingIn(repo)).toEqual([])
})

it.each(['archive', 'bare-user'] as const)(
  'writes to %s what its parent repo lacks',
  async (mode) => {
    const parent = initRepo(`${tempDirectory()}/parent`)
    const commit = await parent.transaction((tx) => writeCommit(tx))
    const child = `${tempDirectory()}/child`
    initRepo(child, mode)
    writeFileSync(
      `${child}/config`,
      `[core]\nrepo_version=1\nmode=${mode}\nparent=${parent.path}\n`,
    )
    const repo = openRepo(child)
    await repo.transaction((tx) => {
      tx.writeFile(header, Buffer.from('x'))
      tx.setRef('a', writeCommit(tx))
    })
    expect(objectsIn(repo)).toEqual([])
    expect(repo.readCommit(commit).subject).toBe('')
    const [[, file] = []] = repo.readDirTree(repo.readRoot(commit).tree).files
    expect(file && repo.openFile(file).readAll().toString()).toBe('x')
  },
)

it.skipIf(process.getuid?.() !== 0)(
  'says why a full disk ends it (skipped: not root)',
  async () => {
    const disk = tempDirectory()
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk])
    try {
      initRepo(`${disk}/repo`, 'archive')
      writeFileSync(
        `${disk}/repo/config`,
        '[core]\nrepo_version=1\nmode=archive\nmin-free-space-percent=0\n',
      )
      const repo = openRepo(`${disk}/repo`)
      const noise = randomBytes(4_000_000)
      const work = repo.transaction((tx) => tx.writeFile(header, noise))
      await expect(work).rejects.toMatchObject({ code: 'ENOSPC' })
      expect(objectsIn(repo)).toEqual([])
      expect(stagingIn(repo)).toEqual([])
    } finally {
      execFileSync('umount', [disk])
    }
  },
)

it.skipIf(process.getuid?.() !== 0)(
  'reads a repo that cannot be written, and says why it cannot (skipped: not root)',
  async () => {
    const disk = tempDirectory()
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', disk])
    try {
      const repo = initRepo(`${disk}/repo`, 'archive')
      await repo.transaction((tx) => tx.setRef('a', writeCommit(tx)))
      execFileSync('mount', ['-o', 'remount,ro', disk])
      expect(openRepo(`${disk}/repo`).readCommit(repo.resolveRev('a')).timestamp).toBe(0)
      const work = repo.transaction((tx) => writeCommit(tx, 'y'))
      await expect(work).rejects.toMatchObject({ code: 'EROFS', path: `${disk}/repo/.lock` })
    } finally {
      execFileSync('umount', [disk])
    }
  },
)

it.each([
  { what: 'whole directories', others: 0 },
  // who may have just made a directory to put an object in
  { what: 'single objects', others: 1 },
])('moves $what to their places where $others others write', async ({ others }) => {
  const repo = initRepo(tempDirectory())
  const prefixes = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))
  const inodes = () => prefixes.map((name) => statSync(`${repo.path}/objects/${name}`).ino)
  for (const name of prefixes) mkdirSync(`${repo.path}/objects/${name}`)
  const before = inodes()
  const lock = others > 0 ? await tryLock(`${repo.path}/.lock`, 'shared') : undefined
  await repo.transaction((tx) => tx.setRef('x', writeCommit(tx)))
  lock?.release()
  const replaced = inodes().filter((inode, at) => inode !== before[at])
  expect(replaced).toHaveLength(others > 0 ? 0 : objectsIn(repo).length)
  expect((await fsck(repo)).problems).toEqual([])
})

it('lets others write again once its objects are in their places', async () => {
  const repo = initRepo(tempDirectory())
  const lock = await tryLock(`${repo.path}/.lock`, 'shared')
  expect(lock?.attemptAlone((isAlone) => isAlone)).toBe(true)
  const second = await tryLock(`${repo.path}/.lock`, 'shared')
  expect(second).toBeDefined()
  expect(lock?.attemptAlone((isAlone) => isAlone)).toBe(false)
  second?.release()
  lock?.release()
})

it('works without locks', async () => {
  const path = tempDirectory()
  initRepo(path, 'archive')
  writeFileSync(`${path}/config`, '[core]\nrepo_version=1\nmode=archive\nlocking=false\n')
  const repo = openRepo(path)
  await repo.transaction((tx) => tx.setRef('a', writeCommit(tx)))
  expect([...repo.listRefs()].map(([ref]) => ref)).toEqual(['a'])
  expect(readdirSync(path)).not.toContain('.lock')
  expect(stagingIn(repo)).toEqual([])
})
