import { escapePath } from '@apt2ostree/cli-kit'
import type { Checksum } from '../objects/checksum.js'
import { byteStringOf, textOf } from '../objects/entry-name.js'
import { isSymlink } from '../objects/file-mode.js'
import type { Xattrs } from '../objects/xattrs.js'
import type { Repo } from '../repo.js'
import type { TreeEntry } from '../tree/tree-entry.js'

/** A path of a commit with its metadata, as text. */
export interface EntryDescription {
  readonly path: string
  readonly type: 'file' | 'symlink' | 'directory'
  readonly uid: number
  readonly gid: number
  /** Permission bits. */
  readonly mode: number
  /** Bytes of content; 0 for anything but a file. */
  readonly size: number
  readonly target?: string
  /** Values in base64. */
  readonly xattrs?: Record<string, string>
  readonly checksum: Checksum
  /** The checksum of a directory's own metadata. */
  readonly meta?: Checksum
}

/** Reads the metadata of an entry. */
export function describeEntry(repo: Repo, entry: TreeEntry): EntryDescription {
  const path = textOf(entry.path)
  if (entry.type === 'directory') {
    const { uid, gid, mode, xattrs } = repo.readDirMeta(entry.meta)
    const { tree: checksum, meta } = entry
    const base = { path, type: 'directory', uid, gid, mode: mode & 0o7777, size: 0 } as const
    return { ...base, ...describeXattrs(xattrs), checksum, meta }
  }
  const { header, size } = repo.openFile(entry.checksum)
  const { uid, gid, mode, xattrs, symlinkTarget } = header
  const type = isSymlink(mode) ? 'symlink' : 'file'
  return {
    ...{ path, type, uid, gid, mode: mode & 0o7777, size },
    ...(symlinkTarget === undefined ? {} : { target: textOf(symlinkTarget) }),
    ...describeXattrs(xattrs),
    checksum: entry.checksum,
  }
}

const typeLetters = { file: '-', symlink: 'l', directory: 'd' }

/** One line: type letter and octal mode, uid, gid, size and path between tabs; paths escaped as tar does. */
export function formatEntry(entry: EntryDescription): string {
  const { type, mode, uid, gid, size, path, target } = entry
  const permissions = typeLetters[type] + mode.toString(8).padStart(4, '0')
  const names = [path, ...(target === undefined ? [] : [target])].map(printable)
  return [permissions, uid, gid, size, names.join(' -> ')].join('\t')
}

const printable = (path: string) => escapePath(byteStringOf(path))

function describeXattrs(xattrs: Xattrs): { xattrs?: Record<string, string> } {
  if (xattrs.length === 0) return {}
  return {
    xattrs: Object.fromEntries(
      xattrs.map(([name, value]) => [name.toString(), value.toString('base64')]),
    ),
  }
}
