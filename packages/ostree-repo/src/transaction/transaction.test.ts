import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { tempDirectory } from '../../test/temp-directory.js'
import { fsck } from '../fsck/fsck.js'
import { listObjects } from '../fsck/list-objects.js'
import { initRepo } from '../init-repo.js'
import { checksumOf } from '../objects/checksum.js'
import { S_IFREG } from '../objects/file-mode.js'
import { repoModes } from '../objects/repo-mode.js'
import { openRepo, type Repo } from '../repo.js'
import { TreeBuilder } from '../tree/tree-builder.js'
import { tryLock } from './repo-lock.js'
import type { Transaction } from './transaction.js'
import { joinTransaction } from './transaction.js'

const header = { uid: 0, gid: 0, mode: S_IFREG | 0o644, xattrs: [] }

function writeCommit(tx: Transaction, content = 'x') {
  const tree = TreeBuilder.empty()
  tree.addFile('file', tx.writeFile(header, Buffer.from(content)))
  const { tree: rootTree, meta: rootMeta } = tree.write(tx)
  return tx.writeCommit({ rootTree, rootMeta })
}

const objectsIn = (repo: Repo) => [...listObjects(repo)].map(({ type }) => type).sort()
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

it('publishes nothing of what a writer that joined it left half-written', async () => {
  const repo = initRepo(tempDirectory())
  const content = Buffer.alloc(100_000, 'x')
  await repo.transaction((tx) => {
    const joined = joinTransaction(repo.path, tx.handle)
    const sink = joined.beginFile(header, content.length)
    sink.write(content.subarray(0, 100))
    // Another process has published the same object meanwhile.
    tx.setRef('a', writeCommit(tx, content.toString()))
  })
  expect((await fsck(repo)).problems).toEqual([])
  expect(objectsIn(repo)).toEqual(['commit', 'dirmeta', 'dirtree', 'file'])
  expect(stagingIn(repo)).toEqual([])
})

it.each(repoModes.filter((mode) => mode !== 'bare' || process.getuid?.() === 0))(
  'never has half an object at the name of one: mode %s',
  async (mode) => {
    const repo = initRepo(tempDirectory(), mode)
    const named = () =>
      readdirSync(`${repo.path}/tmp`, { recursive: true, encoding: 'utf8' }).filter((path) =>
        /\/[0-9a-f]{2}\/[0-9a-f]{62}\./.test(path),
      )
    await repo.transaction((tx) => {
      const sink = tx.beginFile(header, 9)
      sink.write(Buffer.from('part'))
      expect(named()).toEqual([])
      sink.write(Buffer.from('whole'))
      sink.finish()
      expect(named()).toHaveLength(1)
      // What is refused half way leaves no name either: bare-user-only keeps no such mode.
      const special = { ...header, mode: S_IFREG | 0o4755 }
      if (mode === 'bare-user-only') {
        expect(() => tx.writeFile(special, Buffer.from('x'))).toThrow()
        expect(named()).toHaveLength(1)
      }
    })
  },
)

it('leaves an object alone that the repo has by the time it ends', async () => {
  const repo = initRepo(tempDirectory())
  let inode = 0
  await repo.transaction(async (tx) => {
    const file = tx.writeFile(header, Buffer.from('same'))
    await repo.transaction((other) => other.writeFile(header, Buffer.from('same')))
    inode = statSync(repo.objects.pathOf(file, 'file')).ino
  })
  const [object] = [...listObjects(repo)]
  expect(object && statSync(repo.objects.pathOf(object.checksum, 'file')).ino).toBe(inode)
})

it('takes nothing once it has ended, from no writer', async () => {
  const repo = initRepo(tempDirectory())
  const [tx, joined] = await repo.transaction((tx) => {
    const both = [tx, joinTransaction(repo.path, tx.handle)] as const
    for (const writer of both) writer.writeFile(header, Buffer.from('x'))
    return both
  })
  const refused = expect.objectContaining({ code: 'ERR_OSTREE_TRANSACTION' })
  for (const writer of [tx, joined]) {
    expect(() => writer.writeFile(header, Buffer.from('late'))).toThrow(refused)
    expect(() => writer.beginFile(header, 4)).toThrow(refused)
    expect(() => writer.writeDirTree({ files: [], dirs: [] })).toThrow(refused)
  }
  const commit = checksumOf(Buffer.alloc(0))
  expect(() => tx.setRef('a', commit)).toThrow(refused)
  expect(() => tx.removeRef('a')).toThrow(refused)
  expect(stagingIn(repo)).toEqual([])
})

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
    const parent = initRepo(`${tempDirectory()}/parent`, mode)
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
