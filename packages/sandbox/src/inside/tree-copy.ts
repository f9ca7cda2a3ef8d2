import { chmodSync, lstatSync, type Stats } from 'node:fs'
import {
  type Checksum,
  type FileHeader,
  isSymlink,
  type Repo,
  type TreeRef,
  textOf,
  walkTree,
} from '@apt2ostree/ostree-repo'
import type { FakedFile } from './faked-state.js'
import type { Identity } from './found-entry.js'

/** A file of the tree and the copy that was made of it. */
export interface CopiedFile {
  readonly checksum: Checksum
  readonly header: FileHeader
  readonly status: Stats
}

/** A tree that was checked out as copies, without owners and special permissions. */
export interface TreeCopy {
  /** Files and symlinks by inode. */
  readonly files: ReadonlyMap<number, CopiedFile>
  /** What differs on disk from what it ought to be. */
  readonly pretended: readonly FakedFile[]
}

/**
 * Gives a copy at `path` the permissions of the tree it was made of, for programs that do without
 * libfakeroot (dracut unsets LD_PRELOAD), and tells what else is other than in the tree.
 */
export function recordCopy(repo: Repo, root: TreeRef, path: string): TreeCopy {
  const files = new Map<number, CopiedFile>()
  const pretended: FakedFile[] = []
  for (const entry of walkTree(repo, root)) {
    const place = `${path}${textOf(entry.path)}`
    const isFile = entry.type === 'file'
    const header = isFile ? repo.openFile(entry.checksum).header : repo.readDirMeta(entry.meta)
    if (!isSymlink(header.mode)) chmodSync(place, header.mode & 0o7777)
    const status = lstatSync(place)
    if (!isSame(header, status)) pretended.push(pretend(header, status))
    if (isFile) files.set(status.ino, { checksum: entry.checksum, header, status })
  }
  return { files, pretended }
}

/** Whether two files have the same owner, kind and permissions. */
export function isSame(a: Identity, b: Identity): boolean {
  return a.uid === b.uid && a.gid === b.gid && a.mode === b.mode
}

function pretend({ uid, gid, mode }: Identity, { dev, ino, nlink }: Stats): FakedFile {
  return { device: dev, inode: ino, mode, uid, gid, links: nlink }
}
