import {
  type FileHeader,
  type ObjectWriter,
  type Repo,
  S_IFDIR,
  S_IFLNK,
  S_IFREG,
  TreeBuilder,
  type TreeRef,
  walkTree,
} from '@apt2ostree/ostree-repo'

/**
 * A tree as a test spells it, path by path. `-> x` is a symlink, a path that ends with `/` a
 * directory, anything else a file with that content. `[2755 0:101]` before the content (a
 * directory's whole value) says mode and owner where they aren't 0644 or 0755 and root.
 * Directories with nothing to say about them need no line.
 */
export type TreeLiteral = Readonly<Record<string, string>>

const attributes = /^\[([0-7]+) (\d+):(\d+)\] ?/
const LINK = '-> '

/** Writes the tree into a repo and returns its root. */
export function writeTreeLiteral(writer: ObjectWriter, literal: TreeLiteral): TreeRef {
  const builder = TreeBuilder.empty()
  for (const [path, value] of Object.entries(literal)) {
    const [prefix = '', mode, uid = '0', gid = '0'] = attributes.exec(value) ?? []
    const owner = { uid: Number(uid), gid: Number(gid), xattrs: [] }
    const bits = mode === undefined ? undefined : Number.parseInt(mode, 8)
    const rest = value.slice(prefix.length)
    if (path.endsWith('/')) builder.mkdir(path, { ...owner, mode: S_IFDIR | (bits ?? 0o755) })
    else builder.addFile(path, writeFile(writer, owner, bits ?? 0o644, rest))
  }
  return builder.write(writer)
}

function writeFile(
  writer: ObjectWriter,
  owner: Pick<FileHeader, 'uid' | 'gid' | 'xattrs'>,
  bits: number,
  value: string,
) {
  if (value.startsWith(LINK)) {
    const symlinkTarget = value.slice(LINK.length)
    return writer.writeFile({ ...owner, mode: S_IFLNK | 0o777, symlinkTarget })
  }
  return writer.writeFile({ ...owner, mode: S_IFREG | bits }, Buffer.from(value, 'latin1'))
}

/** The tree in a repo as a test spells it. */
export function readTreeLiteral(repo: Repo, root: TreeRef): TreeLiteral {
  const entries = [...walkTree(repo, root)]
  const parents = new Set(entries.map(({ path }) => path.slice(0, path.lastIndexOf('/'))))
  return Object.fromEntries(
    entries.flatMap((entry): [string, string][] => {
      if (entry.type === 'file') {
        const file = repo.openFile(entry.checksum)
        const { symlinkTarget: target } = file.header
        if (target !== undefined) return [[entry.path, `${LINK}${target}`]]
        return [[entry.path, describe(file.header, 0o644) + file.readAll().toString('latin1')]]
      }
      const path = entry.path === '/' ? '' : entry.path
      const value = describe(repo.readDirMeta(entry.meta), 0o755).trimEnd()
      return value === '' && parents.has(path) ? [] : [[`${path}/`, value]]
    }),
  )
}

function describe(meta: { uid: number; gid: number; mode: number }, usual: number): string {
  const { uid, gid } = meta
  const bits = meta.mode & 0o7777
  if (bits === usual && uid === 0 && gid === 0) return ''
  return `[${bits.toString(8).padStart(4, '0')} ${uid}:${gid}] `
}
