import { isUtf8 } from 'node:buffer'
import { OstreeRepoError } from '../errors.js'

/** Not \p{ASCII}, which takes several times as long. */
const ascii = /^[\0-\x7f]*$/
/** Most names are of these characters, and faultless but for `.` and `..`. */
const plain = /^[\w.+:@~-]+$/

/**
 * Throws ERR_OSTREE_INVALID_TREE unless `name` (a byte string) may name a directory entry: not
 * empty, `.` or `..`, without `/` and NUL, and UTF-8, as libostree's ot_util_filename_validate
 * demands, of 255 bytes at most. The message names the `directory` where that is known.
 */
export function assertEntryName(name: string, directory?: string): void {
  const reason = faultOf(name)
  if (reason === undefined) return
  const where = directory === undefined ? '' : ` in "${directory}"`
  throw new OstreeRepoError(
    'ERR_OSTREE_INVALID_TREE',
    `cannot use ${JSON.stringify(name)}${where} as a file name: ${reason}`,
  )
}

/** NAME_MAX of Linux' file systems. */
const MAX_NAME_BYTES = 255

/** How deep a tree may be; OSTREE_MAX_RECURSION of libostree. */
export const MAX_DEPTH = 256

/**
 * Returns the names in a path (a byte string); leading `/` and `./` make no difference. Throws
 * ERR_OSTREE_INVALID_TREE for a name that no entry may have and for more than {@link MAX_DEPTH}.
 */
export function entryNames(path: string): string[] {
  const names = path.split('/').filter((name) => name !== '' && name !== '.')
  if (names.length > MAX_DEPTH) throw tooDeep(path)
  for (const name of names) assertEntryName(name)
  return names
}

/** The error for a path that is deeper than a tree may be. */
export function tooDeep(path: string): OstreeRepoError {
  return new OstreeRepoError(
    'ERR_OSTREE_INVALID_TREE',
    `cannot use "${textOf(path.slice(0, 100))}…": it is deeper than ${MAX_DEPTH} directories`,
  )
}

/** Throws ERR_OSTREE_INVALID_TREE for a directory that is deeper than {@link MAX_DEPTH}: a hostile tree. */
export function assertDepth(path: string): void {
  if (path.length > MAX_DEPTH && path.split('/').length - 1 > MAX_DEPTH) throw tooDeep(path)
}

function faultOf(name: string): string | undefined {
  if (name.length > MAX_NAME_BYTES)
    return `it has ${name.length} bytes, and no file system takes them`
  if (name === '.' || name === '..') return 'it names no entry of its own'
  if (plain.test(name)) return undefined
  if (name === '') return 'it is empty'
  if (name.includes('/')) return 'it holds a slash'
  if (name.includes('\0')) return 'it holds NUL'
  return isUtf8ByteString(name) ? undefined : 'it is not UTF-8'
}

/** Whether the bytes that a byte string stands for are UTF-8, as all of OSTree's strings are. */
export function isUtf8ByteString(bytes: string): boolean {
  return ascii.test(bytes) || isUtf8(Buffer.from(bytes, 'latin1'))
}

/** A byte string as text, for messages and for Node's file system calls. */
export function textOf(bytes: string): string {
  return ascii.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8')
}

/** Text as a byte string: one character for each byte of its UTF-8 form. */
export function byteStringOf(text: string): string {
  return ascii.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}
