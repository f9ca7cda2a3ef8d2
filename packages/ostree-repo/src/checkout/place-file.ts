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
  readSync,
  rmSync,
  type Stats,
  symlinkSync,
} from 'node:fs'
import { OstreeRepoError } from '../errors.js'
import type { Checksum } from '../objects/checksum.js'
import { textOf } from '../objects/entry-name.js'
import type { FileHeader } from '../objects/file-header.js'
import { isSymlink } from '../objects/file-mode.js'
import type { RepoMode } from '../objects/repo-mode.js'
import type { Repo } from '../repo.js'
import type { StoredContent } from '../store/content/content-format.js'
import { writeFully } from '../store/content/plain-file.js'
import { writeXattr } from '../store/native-xattrs.js'
import type { CheckoutOptions } from './checkout.js'
import { setOwner } from './set-metadata.js'

/** Compressed files up to this size are expanded at once, larger ones as a stream. */
const WHOLE_BYTES = 4 * 1024 * 1024
/** Why a hard link is refused where a copy may succeed. */
const unlinkable = new Set(['EMLINK', 'EXDEV', 'EPERM', 'EOPNOTSUPP'])

/** Puts a content object at `path`; gives a promise only when its content must be streamed. */
export function placeFile(
  repo: Repo,
  checksum: Checksum,
  path: string,
  options: CheckoutOptions,
): Promise<void> | undefined {
  const stored = repo.openFile(checksum)
  if (options.union !== undefined) {
    const existing = lstatSync(path, { throwIfNoEntry: false })
    if (existing !== undefined && options.union === 'add') return undefined
    if (existing !== undefined && options.union === 'identical') {
      return assertIdentical(stored, path, existing, options)
    }
    if (existing?.isDirectory() === true) throw inTheWay(path, 'a directory')
    if (existing !== undefined) rmSync(path)
  }
  const { header, plainFile, size } = stored
  const finish = () => setMetadata(path, header, options.userMode === true)
  if (header.symlinkTarget !== undefined) {
    symlinkSync(textOf(header.symlinkTarget), path)
  } else if (plainFile !== undefined) {
    if (
      options.copy !== true &&
      size > 0 &&
      isLinkable(repo.mode, plainFile.stats, header, options)
    ) {
      if (link(plainFile.path, path)) return undefined
    }
    copyFileSync(plainFile.path, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  } else {
    const fd = openSync(path, 'wx', 0o600)
    if (size > WHOLE_BYTES) return stream(stored, fd).then(finish)
    try {
      writeFully(fd, stored.readAll())
    } finally {
      closeSync(fd)
    }
  }
  finish()
  return undefined
}

async function stream(stored: StoredContent, fd: number): Promise<void> {
  try {
    for await (const chunk of stored.chunks()) writeFully(fd, chunk)
  } finally {
    closeSync(fd)
  }
}

/**
 * Whether the object on disk is, as this process sees it, what the checkout must hold. In user mode
 * only the repos of ordinary users qualify (ostree-repo-checkout.c, checkout_one_file_at): in mode
 * bare the object has an owner and perhaps setuid bits and capabilities.
 */
function isLinkable(
  mode: RepoMode,
  now: Stats,
  header: FileHeader,
  options: CheckoutOptions,
): boolean {
  if (options.userMode === true) {
    return mode !== 'bare' && (now.mode & 0o7777) === (header.mode & 0o777)
  }
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

/** Throws ERR_OSTREE_CHECKOUT unless what is at `path` is what a checkout would put there. */
function assertIdentical(
  stored: StoredContent,
  path: string,
  existing: Stats,
  options: CheckoutOptions,
): Promise<void> | undefined {
  const refuseUnless = (isSame: boolean) => {
    if (!isSame) throw inTheWay(path, 'another file')
  }
  refuseUnless(isSameEntry(stored, path, existing, options))
  const content = hasSameContent(stored, path, existing)
  if (typeof content !== 'boolean') return content.then(refuseUnless)
  refuseUnless(content)
  return undefined
}

/** Whether what is at `path` is what a checkout would put there, but for the content of a file. */
export function isSameEntry(
  { header, size }: StoredContent,
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
    existing.isFile() && existing.size === size && (existing.mode & mask) === (header.mode & mask)
  )
}

/** Whether a file of the right size has an object's content; of a large one this is told later. */
export function hasSameContent(
  stored: StoredContent,
  path: string,
  existing: Stats,
): boolean | Promise<boolean> {
  if (stored.header.symlinkTarget !== undefined) return true
  const object = stored.plainFile?.stats
  if (object !== undefined && object.ino === existing.ino && object.dev === existing.dev)
    return true
  if (stored.size <= WHOLE_BYTES) return readFileSync(path).equals(stored.readAll())
  return compareChunks(stored, path)
}

async function compareChunks(stored: StoredContent, path: string): Promise<boolean> {
  const fd = openSync(path, 'r')
  try {
    for await (const chunk of stored.chunks()) {
      const other = Buffer.alloc(chunk.length)
      for (let done = 0, got = 1; got > 0 && done < chunk.length; done += got) {
        got = readSync(fd, other, done, chunk.length - done, null)
      }
      if (!other.equals(chunk)) return false
    }
    return true
  } finally {
    closeSync(fd)
  }
}

function inTheWay(path: string, what: string): OstreeRepoError {
  return new OstreeRepoError(
    'ERR_OSTREE_CHECKOUT',
    `cannot check out to "${path}": there is ${what}`,
  )
}
