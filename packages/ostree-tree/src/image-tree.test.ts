import {
  createTestRepo,
  readTreeLiteral,
  storeTree,
  type TreeLiteral,
} from '@apt2ostree/testkit/tree'
import { describe, expect, it } from 'vitest'
import { ImageTree } from './image-tree.js'
import { writeTree } from './write-tree.js'

const repo = createTestRepo()

async function open(literal: TreeLiteral): Promise<ImageTree> {
  return new ImageTree(repo, await storeTree(repo, literal))
}

async function dump(tree: ImageTree): Promise<TreeLiteral> {
  return readTreeLiteral(repo, await repo.transaction((tx) => writeTree(tree, tx)))
}

const system = {
  '/bin': '-> usr/bin',
  '/etc/passwd': 'root',
  '/usr/bin/tool': '[4755 0:8] tool',
  '/var/mail/': '[2775 0:8]',
}

describe('ImageTree', () => {
  it.each<{ summary: string; change: (tree: ImageTree) => void; tree: TreeLiteral }>([
    { summary: 'nothing', change: () => {}, tree: system },
    {
      summary: 'looking around',
      change: (tree) => void [...tree.walk('/')],
      tree: system,
    },
    {
      summary: 'a file in new directories, one in place of another, a symlink',
      change: (tree) => {
        tree.addFile('/a/b/c', 'new', { mode: 0o600, uid: 1, gid: 2 })
        tree.addFile('/etc/passwd', 'other')
        tree.addSymlink('/bin', 'sbin')
      },
      tree: { ...system, '/a/b/c': '[0600 1:2] new', '/etc/passwd': 'other', '/bin': '-> sbin' },
    },
    {
      summary: 'a directory that is there keeps its metadata',
      change: (tree) => {
        tree.addDirectory('/var/mail')
        tree.addDirectory('/var/new', { mode: 0o1777, gid: 5 })
      },
      tree: { ...system, '/var/new/': '[1777 0:5]' },
    },
    {
      summary: 'moves keep metadata and content',
      change: (tree) => {
        tree.move('/usr/bin', '/opt/x/bin')
        tree.move('/var/mail', '/mail')
      },
      tree: {
        '/bin': '-> usr/bin',
        '/etc/passwd': 'root',
        '/mail/': '[2775 0:8]',
        '/opt/x/bin/tool': '[4755 0:8] tool',
        '/usr/': '',
        '/var/': '',
      },
    },
    {
      summary: 'owners',
      change: (tree) => {
        tree.chown('/usr/bin/tool', 1, 101)
        tree.chown('/var/mail', 0, 9)
        tree.chown('/', 3, 3)
      },
      tree: {
        ...system,
        '/': '[0755 3:3]',
        '/usr/bin/tool': '[4755 1:101] tool',
        '/var/mail/': '[2775 0:9]',
      },
    },
    {
      summary: 'removals, also of what is not there',
      change: (tree) => {
        tree.remove('/usr')
        tree.remove('/no/such')
        tree.remove('/bin')
      },
      tree: { '/etc/passwd': 'root', '/var/mail/': '[2775 0:8]' },
    },
  ])('$summary', async ({ change, tree }) => {
    const image = await open(system)
    change(image)
    expect(await dump(image)).toEqual(tree)
  })

  it('tells what is there', async () => {
    const tree = await open(system)
    expect([...tree.walk('/')]).toEqual([
      '/bin',
      '/etc',
      '/etc/passwd',
      '/usr',
      '/usr/bin',
      '/usr/bin/tool',
      '/var',
      '/var/mail',
    ])
    expect(['/', '/bin', '/usr/bin/tool', '/bin/tool', '/no'].map((p) => tree.kindOf(p))).toEqual([
      'directory',
      'symlink',
      'file',
      undefined,
      undefined,
    ])
    expect(tree.read('/etc/passwd').toString()).toBe('root')
    expect(tree.symlinkTarget('/bin')).toBe('usr/bin')
    expect(tree.symlinkTarget('/usr')).toBeUndefined()
    expect(tree.header('/usr/bin/tool').mode & 0o7777).toBe(0o4755)
    expect(tree.dirMeta('/var/mail')).toMatchObject({ mode: 0o42775, gid: 8 })
  })

  it('takes over a file of another tree', async () => {
    const tree = await open(system)
    tree.graft('/boot/image', await open({ '/x/image': '[0600 0:0] bits' }), '/x/image')
    expect(await dump(tree)).toEqual({ ...system, '/boot/image': '[0600 0:0] bits' })
  })

  it.each<{ summary: string; change: (tree: ImageTree) => void; message: string }>([
    {
      summary: 'moving nothing',
      change: (tree) => tree.move('/no', '/there'),
      message: 'cannot use "/no" in the tree: no such file or directory',
    },
    {
      summary: 'a file in place of a directory',
      change: (tree) => tree.addFile('/usr', ''),
      message: 'cannot use "/usr" in the tree: a directory is in the way',
    },
    {
      summary: 'a file below a file',
      change: (tree) => tree.addFile('/bin/x', ''),
      message: 'cannot use "/bin" in the tree: not a directory',
    },
    {
      summary: 'the content of a directory',
      change: (tree) => tree.read('/usr'),
      message: 'cannot use "/usr" in the tree: is a directory',
    },
  ])('refuses $summary', async ({ change, message }) => {
    const tree = await open(system)
    expect(() => change(tree)).toThrow(message)
  })

  it('reads no directory that nobody asked about', async () => {
    const tree = await open(system)
    tree.move('/usr', '/sysroot')
    const root = await repo.transaction((tx) => writeTree(tree, tx))
    const moved = repo.readDirTree(root.tree).dirs.find(([name]) => name === 'sysroot')
    const before = repo.readDirTree((await storeTree(repo, system)).tree)
    expect(moved?.[1]).toBe(before.dirs.find(([name]) => name === 'usr')?.[1])
  })

  it('gives files and directories other attributes', async () => {
    const tree = await open(system)
    const xattrs = [[Buffer.from('user.a'), Buffer.from('b')]] as [Buffer, Buffer][]
    for (const path of ['/usr/bin/tool', '/var/mail']) tree.setXattrs(path, xattrs)
    const root = await repo.transaction((tx) => writeTree(tree, tx))
    const written = new ImageTree(repo, root)
    expect(written.header('/usr/bin/tool').xattrs).toEqual(xattrs)
    expect(written.dirMeta('/var/mail').xattrs).toEqual(xattrs)
    expect(await dump(written)).toEqual(system)
  })
})

describe('what must not be lost or shared', () => {
  it('stays where it is when it is moved to where it is', async () => {
    const tree = await open(system)
    tree.move('/etc/passwd', '/etc//passwd')
    tree.move('/usr', '/usr/')
    expect(await dump(tree)).toEqual(system)
  })

  it.each([
    ['/usr', '/usr/old'],
    ['/usr', '/usr/bin/a/b'],
    ['/', '/new'],
  ])('is not moved from %s to %s, below itself', async (from, to) => {
    const tree = await open(system)
    expect(() => tree.move(from, to)).toThrow(/below/)
    expect(await dump(tree)).toEqual(system)
  })

  it('is copied where it is grafted', async () => {
    const [tree, other] = [await open({}), await open(system)]
    void [...other.walk('/')]
    tree.graft('/copy', other, '/usr')
    tree.graft('/again', tree, '/copy')
    tree.addFile('/copy/bin/new', 'new')
    tree.chown('/copy/bin/tool', 5, 6)
    tree.chown('/copy', 7, 7)
    expect(await dump(other)).toEqual(system)
    expect(await dump(tree)).toEqual({
      '/again/bin/tool': '[4755 0:8] tool',
      '/copy/': '[0755 7:7]',
      '/copy/bin/new': 'new',
      '/copy/bin/tool': '[4755 5:6] tool',
    })
  })

  it('the root is neither replaced nor removed', async () => {
    const tree = await open(system)
    for (const change of [() => tree.addFile('/', 'x'), () => tree.remove('/')]) {
      expect(change).toThrow(/it is the root/)
    }
    expect(await dump(tree)).toEqual(system)
  })

  it('a large file keeps its content with another owner', async () => {
    const large = 'x'.repeat(3_000_000)
    const tree = await open({ '/large': large })
    tree.chown('/large', 1, 2)
    tree.setXattrs('/large', [])
    expect(tree.header('/large')).toMatchObject({ uid: 1, gid: 2 })
    expect(await dump(tree)).toEqual({ '/large': `[0644 1:2] ${large}` })
  })
})
