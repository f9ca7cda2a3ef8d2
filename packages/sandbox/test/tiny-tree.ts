import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Checksum,
  initRepo,
  type Repo,
  S_IFDIR,
  S_IFLNK,
  S_IFREG,
  TreeBuilder,
  walkTree,
} from '@apt2ostree/ostree-repo'

/** Programs of this host that the tests' commands are made of. */
const programs = [
  ...['sh', 'cat', 'chattr', 'chmod', 'chown', 'id', 'ln', 'ls', 'mkdir', 'mkfifo', 'mknod', 'mv'],
  ...['rm', 'sleep', 'setcap', 'touch', 'true'],
]

/** A repo with one commit, whose tree has just enough in it to run shell commands. */
export interface TinyTree {
  readonly repo: Repo
  readonly rev: Checksum
  remove(): void
}

/** Makes a repo in a temporary directory, with what `add` puts into the tree beside the programs. */
export async function makeTinyTree(mode?: 'archive'): Promise<TinyTree> {
  const path = mkdtempSync(join(tmpdir(), 'sandbox-test-'))
  const repo = initRepo(`${path}/repo`, mode)
  const rev = await repo.transaction((transaction) => {
    const tree = TreeBuilder.empty()
    const owned = { uid: 0, gid: 0, xattrs: [] }
    const file = (name: string, content: Uint8Array | string, permissions = 0o644, ids = owned) =>
      tree.addFile(
        name,
        transaction.writeFile({ ...ids, mode: S_IFREG | permissions }, Buffer.from(content)),
      )
    const link = (name: string, target: string) =>
      tree.addFile(
        name,
        transaction.writeFile({ ...owned, mode: S_IFLNK | 0o777, symlinkTarget: target }),
      )
    for (const name of ['dev', 'proc', 'sys', 'etc', 'usr/sbin'])
      tree.mkdir(name, { ...owned, mode: S_IFDIR | 0o755 })
    tree.mkdir('tmp', { ...owned, mode: S_IFDIR | 0o1777 })
    tree.mkdir('var/mail', { ...owned, gid: 8, mode: S_IFDIR | 0o2775 })
    for (const name of ['bin', 'sbin', 'lib', 'lib64']) link(name, `usr/${name}`)
    for (const [name, content] of findPrograms()) file(name, content, 0o755)
    file('etc/plain', 'plain\n')
    file('etc/same', 'plain\n')
    file('usr/bin/setuid', 'x', 0o4755, { ...owned, uid: 33, gid: 33 })
    file('usr/share/deep/er/file', 'deep\n')
    const { tree: rootTree, meta: rootMeta } = tree.write(transaction)
    const commit = transaction.writeCommit({ rootTree, rootMeta })
    transaction.setRef('tiny', commit)
    return commit
  })
  return { repo, rev, remove: () => rmSync(path, { recursive: true, force: true }) }
}

function findPrograms(): Map<string, Buffer> {
  const paths = programs.map((name) => {
    const path = ['/usr/bin', '/usr/sbin'].map((folder) => `${folder}/${name}`).find(existsSync)
    if (path === undefined) throw new Error(`there is no ${name} on this host`)
    return path
  })
  const libraries = execFileSync('ldd', paths, { encoding: 'utf8' }).matchAll(/(\/lib\S+) \(0x/g)
  return new Map(
    [...paths, ...[...libraries].map(([, library = '']) => library)].map((path) => [
      path.startsWith('/usr/') ? path.slice(1) : `usr${path}`,
      readFileSync(realpathSync(path)),
    ]),
  )
}

/** Each path of a tree with its kind, owner, permissions and content. */
export function dumpTree({ repo }: TinyTree, rev: Checksum): Record<string, string> {
  const dump: Record<string, string> = {}
  for (const entry of walkTree(repo, repo.readRoot(rev))) {
    const { header, content } =
      entry.type === 'directory'
        ? { header: repo.readDirMeta(entry.meta), content: '' }
        : describeFile(repo, entry.checksum)
    const { uid, gid, mode, xattrs } = header
    const kind = entry.type === 'directory' ? 'dir' : content.startsWith('->') ? 'link' : 'file'
    const extra = xattrs.map(([name, value]) => ` ${name}=${value.toString('hex')}`).join('')
    dump[entry.path] =
      `${kind} ${(mode & 0o7777).toString(8)} ${uid}:${gid} ${content}${extra}`.trim()
  }
  return dump
}

function describeFile(repo: Repo, checksum: Checksum) {
  const { header, size, readAll } = repo.openFile(checksum)
  if (header.symlinkTarget !== undefined) return { header, content: `-> ${header.symlinkTarget}` }
  return { header, content: size > 100 ? `${size} bytes` : JSON.stringify(readAll().toString()) }
}
