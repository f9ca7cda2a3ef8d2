import { S_IFDIR, S_IFLNK, S_IFREG } from '@apt2ostree/ostree-repo'
import { Directory, type NewFile } from './tree-node.js'

/** Owner and permission bits (without the file type) of what is added to a tree. */
export interface Ownership {
  readonly mode?: number
  readonly uid?: number
  readonly gid?: number
}

/** A regular file; mode 0644, owned by root. Text is a byte string. */
export function newFile(content: string | Buffer, ownership: Ownership): NewFile {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content
  return { kind: 'new', header: metadata(S_IFREG, 0o644, ownership), content: bytes }
}

/** A symlink, owned by root. */
export function newSymlink(symlinkTarget: string): NewFile {
  const header = { ...metadata(S_IFLNK, 0o777, {}), symlinkTarget }
  return { kind: 'new', header, content: Buffer.alloc(0) }
}

/** An empty directory; mode 0755, owned by root. */
export function newDirectory(ownership: Ownership): Directory {
  return new Directory(metadata(S_IFDIR, 0o755, ownership))
}

function metadata(type: number, usual: number, { mode = usual, uid = 0, gid = 0 }: Ownership) {
  return { uid, gid, mode: type | mode, xattrs: [] }
}
