import { isUtf8 } from 'node:buffer'
import { OstreeRepoError } from './errors.js'

const ascii = /^\p{ASCII}*$/u

/**
 * Throws ERR_OSTREE_INVALID_TREE unless `name` (a byte string) may name a directory entry: not
 * empty, `.` or `..`, without `/` and NUL, and UTF-8, as libostree's ot_util_filename_validate
 * demands.
 */
export function assertEntryName(name: string): void {
  const reason = faultOf(name)
  if (reason !== undefined) {
    throw new OstreeRepoError(
      'ERR_OSTREE_INVALID_TREE',
      `cannot use ${JSON.stringify(name)} as a file name: ${reason}`,
    )
  }
}

function faultOf(name: string): string | undefined {
  if (name === '') return 'it is empty'
  if (name === '.' || name === '..') return 'it names no entry of its own'
  if (name.includes('/')) return 'it holds a slash'
  if (name.includes('\0')) return 'it holds NUL'
  if (!ascii.test(name) && !isUtf8(Buffer.from(name, 'latin1'))) return 'it is not UTF-8'
  return undefined
}

/** A byte string as text, for messages and for Node's file system calls. */
export function textOf(bytes: string): string {
  return ascii.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8')
}

/** Text as a byte string: one character for each byte of its UTF-8 form. */
export function byteStringOf(text: string): string {
  return ascii.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}
