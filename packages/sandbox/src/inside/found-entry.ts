import { isUtf8 } from 'node:buffer'
import { lstatSync, readdirSync, type Stats } from 'node:fs'
import { isDirectory, isRegular, isSymlink, S_IFMT } from '@apt2ostree/ostree-repo'
import { SandboxError } from '../errors.js'
import { type OverlayNamespace, readStoredXattrs, type StoredXattrs } from './stored-xattrs.js'

/** Who owns a file, and what kind of file with which permissions it is. */
export interface Identity {
  readonly uid: number
  readonly gid: number
  /** `st_mode`. */
  readonly mode: number
}

/** Something that commands left in a directory. */
export interface FoundEntry {
  /** Its name as a byte string, as in dirtrees. */
  readonly name: string
  /** Relative to the workspace, which is the working directory: `upper/etc`. */
  readonly path: string
  /** As it is on disk. */
  readonly status: Stats
  /** As it is to be in the tree. */
  readonly identity: Identity
  /** `file` is a regular file or a symlink, `nothing` a whiteout or a socket nobody listens on. */
  readonly type: 'file' | 'directory' | 'nothing'
  readonly xattrs: StoredXattrs
}

/** How to read what lies on disk. */
export interface Reading {
  /** What a file is to be in the tree. */
  identityOf(status: Stats): Identity
  /** Where overlayfs keeps its marks, if the files are those of an overlay's upper directory. */
  readonly marks?: OverlayNamespace
}

/** The entry at `path`. Throws ERR_SANDBOX_COLLECT for devices and pipes. */
export function findEntry(path: string, reading: Reading, name = ''): FoundEntry {
  const status = lstatSync(path)
  const identity = reading.identityOf(status)
  const type = typeOf(identity.mode, status, reading)
  if (type === undefined) {
    throw cannotKeep(
      path,
      (identity.mode & S_IFMT) === S_IFIFO
        ? 'it is a named pipe, which OSTree does not store'
        : 'it is a device file, which OSTree does not store',
    )
  }
  const xattrs = readStoredXattrs(path, reading.marks)
  if (xattrs.foreign !== undefined) {
    throw cannotKeep(
      path,
      `it has the extended attribute "${xattrs.foreign}", which means something to overlayfs`,
    )
  }
  return { name, path, status, identity, type, xattrs }
}

/** What a directory holds, in no order. Throws ERR_SANDBOX_COLLECT for what no tree can hold. */
export function findEntries({ path }: FoundEntry, reading: Reading): FoundEntry[] {
  return readdirSync(path, { encoding: 'latin1' }).map((name) => {
    const bytes = Buffer.from(name, 'latin1')
    if (!isUtf8(bytes))
      throw cannotKeep(`${path}/${name}`, 'its name is not UTF-8, which OSTree does not store')
    return findEntry(`${path}/${bytes.toString('utf8')}`, reading, name)
  })
}

const S_IFSOCK = 0o140000
const S_IFIFO = 0o010000

function typeOf(mode: number, status: Stats, { marks }: Reading): FoundEntry['type'] | undefined {
  if (isDirectory(mode)) return 'directory'
  if (isRegular(mode) || isSymlink(mode)) return 'file'
  const isWhiteout = marks !== undefined && status.isCharacterDevice() && status.rdev === 0
  return isWhiteout || (mode & S_IFMT) === S_IFSOCK ? 'nothing' : undefined
}

function cannotKeep(path: string, reason: string): SandboxError {
  const inTree = path.replace(/^[^/]*/, '')
  return new SandboxError('ERR_SANDBOX_COLLECT', `cannot keep "${inTree}": ${reason}`)
}
