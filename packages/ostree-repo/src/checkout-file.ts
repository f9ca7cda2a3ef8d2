import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  lutimesSync,
  openSync,
  readFileSync,
  readlinkSync,
  rmSync,
  type Stats,
  symlinkSync,
} from 'node:fs'
import type { CheckoutOptions } from './checkout-options.js'
import type { StoredContent } from './content/content-format.js'
import { writeFully } from './content/plain-file.js'
import { textOf } from './entry-name.js'
import { OstreeRepoError } from './errors.js'
import type { FileHeader } from './file-header.js'
import { isSymlink } from './file-mode.js'
import { writeXattr } from './native-xattrs.js'
import { setOwner } from './set-owner.js'

/** Compressed files up to this size are expanded at once, larger ones as a stream. */
const WHOLE_BYTES = 4 * 1024 * 1024
/** Why a hard link is refused where a copy may succeed. */
const unlinkable = new Set(['EMLINK', 'EXDEV', 'EPERM', 'EOPNOTSUPP'])

/** Puts a content object at `path`; gives a promise only when its content must be streamed. */
export function placeFile(
  stored: StoredContent,
  path: string,
  options: CheckoutOptions,
): Promise<void> | undefined {
  if (options.union !== undefined && !makeWay(stored, path, options)) return undefined
  const { header, plainFile, size } = stored
  const seal = () => setMetadata(path, header, options.userMode === true)
  if (header.symlinkTarget !== undefined) {
    symlinkSync(textOf(header.symlinkTarget), path)
  } else if (plainFile !== undefined) {
    if (options.copy !== true && size > 0 && isLinkable(plainFile.stats, header, options)) {
      if (link(plainFile.path, path)) return undefined
    }
    copyFileSync(plainFile.path, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  } else {
    const fd = openSync(path, 'wx', 0o600)
    if (size > WHOLE_BYTES) return stream(stored, fd).then(seal)
    try {
      writeFully(fd, stored.readAll())
    } finally {
      closeSync(fd)
    }
  }
  seal()
  return undefined
}

async function stream(stored: StoredContent, fd: number): Promise<void> {
  try {
    for await (const chunk of stored.chunks()) writeFully(fd, chunk)
  } finally {
    closeSync(fd)
  }
}

/** Whether the object on disk is, as this process sees it, what the checkout must hold. */
function isLinkable(now: Stats, header: FileHeader, options: CheckoutOptions): boolean {
  if (options.userMode === true) return (now.mode & 0o777) === (header.mode & 0o777)
  return (
    header.xattrs.length === 0 &&
    now.uid === header.uid &&
    now.gid === header.gid &&
    (now.mode & 0o7777) === (header.mode & 0o7777)
  )
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (unlinkable.has((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

function setMetadata(path: string, header: FileHeader, userMode: boolean): void {
  if (!userMode) {
    setOwner(path, header)
    for (const [name, value] of header.xattrs) writeXattr(path, name.toString(), value)
  }
  // After chown, which clears setuid bits and file capabilities.
  if (!isSymlink(header.mode)) chmodSync(path, header.mode & (userMode ? 0o777 : 0o7777))
  lutimesSync(path, 0, 0)
}

/** Applies the union policy to what is at `path`; tells whether the file is still to be placed. */
function makeWay(stored: StoredContent, path: string, options: CheckoutOptions): boolean {
  const existing = lstatSync(path, { throwIfNoEntry: false })
  if (existing === undefined) return true
  if (options.union === 'add') return false
  if (options.union === 'identical') {
    if (isSame(stored, path, existing, options)) return false
    throw inTheWay(path, 'another file')
  }
  if (existing.isDirectory()) throw inTheWay(path, 'a directory')
  rmSync(path)
  return true
}

/** Whether what is at `path` is what a checkout would put there. */
export function isSame(
  { header, size, readAll }: StoredContent,
  path: string,
  existing: Stats,
  { userMode = false }: CheckoutOptions,
): boolean {
  const sameOwner = userMode || (existing.uid === header.uid && existing.gid === header.gid)
  if (!sameOwner) return false
  if (header.symlinkTarget !== undefined) {
    return existing.isSymbolicLink() && readlinkSync(path, 'latin1') === header.symlinkTarget
  }
  const mask = userMode ? 0o777 : 0o7777
  return (
    existing.isFile() &&
    existing.size === size &&
    (existing.mode & mask) === (header.mode & mask) &&
    readFileSync(path).equals(readAll())
  )
}

function inTheWay(path: string, what: string): OstreeRepoError {
  return new OstreeRepoError(
    'ERR_OSTREE_CHECKOUT',
    `cannot check out to "${path}": there is ${what}`,
  )
}
