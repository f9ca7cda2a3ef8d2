import { invalidValue } from './invalid-value.js'

/** The file type bits of `st_mode`; inode(7). */
export const S_IFMT = 0o170000
export const S_IFREG = 0o100000
export const S_IFDIR = 0o040000
export const S_IFLNK = 0o120000

/** Whether `st_mode` is that of a regular file. */
export const isRegular = (mode: number) => (mode & S_IFMT) === S_IFREG
/** Whether `st_mode` is that of a directory. */
export const isDirectory = (mode: number) => (mode & S_IFMT) === S_IFDIR
/** Whether `st_mode` is that of a symlink. */
export const isSymlink = (mode: number) => (mode & S_IFMT) === S_IFLNK

/** Throws unless `mode` is a regular file or a symlink with permission bits and nothing else. */
export function assertFileMode(mode: number): void {
  if ((!isRegular(mode) && !isSymlink(mode)) || mode > 0o177777) {
    throw invalidValue('the mode of a file', `0${mode.toString(8)}`)
  }
}

/** Throws unless `mode` is a directory with permission bits and nothing else. */
export function assertDirMode(mode: number): void {
  if (!isDirectory(mode) || mode > 0o177777) {
    throw invalidValue('the mode of a directory', `0${mode.toString(8)}`)
  }
}
