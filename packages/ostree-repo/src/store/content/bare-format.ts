import {
  fchmodSync,
  fchownSync,
  futimesSync,
  lchownSync,
  lstatSync,
  readlinkSync,
  type Stats,
  symlinkSync,
} from 'node:fs'
import { textOf } from '../../objects/entry-name.js'
import type { FileHeader } from '../../objects/file-header.js'
import { isRegular, isSymlink } from '../../objects/file-mode.js'
import { invalidValue } from '../../objects/invalid-value.js'
import { readXattrs, writeXattr } from '../native-xattrs.js'
import type { ContentFormat, ContentWriter } from './content-format.js'
import { createPlainFile, openPlainFile, openSymlink } from './plain-file.js'

/** Mode bare: objects are the files themselves, with owner and xattrs; needs root to write. */
export const bareFormat: ContentFormat = {
  create(path, header) {
    if (header.symlinkTarget !== undefined) {
      return createSymlink(path, header.symlinkTarget, () => {
        lchownSync(path, header.uid, header.gid)
        writeXattrs(path, header)
      })
    }
    return createPlainFile(path, (fd) => {
      fchownSync(fd, header.uid, header.gid)
      writeXattrs(path, header)
      futimesSync(fd, 0, 0)
      fchmodSync(fd, header.mode & 0o7777)
    })
  },

  open(path) {
    const stats = lstatSync(path)
    const { uid, gid, mode } = stats
    return openBare(path, { uid, gid, mode, xattrs: readXattrs(path) }, stats)
  },
}

/** Mode bare-user-only: bare, but everything belongs to 0:0 and has no special bits or xattrs. */
export const bareUserOnlyFormat: ContentFormat = {
  create(path, header) {
    assertCanonical(header)
    if (header.symlinkTarget !== undefined) return createSymlink(path, header.symlinkTarget)
    return createPlainFile(path, (fd) => {
      futimesSync(fd, 0, 0)
      fchmodSync(fd, header.mode & 0o7777)
    })
  },

  open(path) {
    const stats = lstatSync(path)
    return openBare(path, { uid: 0, gid: 0, mode: stats.mode, xattrs: [] }, stats)
  },
}

function openBare(path: string, header: FileHeader, stats: Stats) {
  if (!isSymlink(header.mode)) return openPlainFile(path, header, stats)
  return openSymlink({ ...header, symlinkTarget: readlinkSync(path, 'latin1') })
}

function createSymlink(
  path: string,
  target: string,
  setMetadata: () => void = () => {},
): ContentWriter {
  symlinkSync(textOf(target), path)
  return { write() {}, close: setMetadata, abandon() {} }
}

/** One without a value would not be read back, by libostree neither, and the object be another one. */
function writeXattrs(path: string, header: FileHeader): void {
  for (const [name, value] of header.xattrs) {
    if (value.length === 0)
      throw invalidValue('an xattr of a file in mode bare', `"${name}" without a value`)
    writeXattr(path, name.toString(), value)
  }
}

/** libostree's _ostree_validate_bareuseronly_mode; owner and xattrs could not be kept either. */
function assertCanonical({ uid, gid, mode, xattrs }: FileHeader): void {
  const lost = isRegular(mode) && (mode & 0o7777 & ~0o775) !== 0
  if (uid === 0 && gid === 0 && xattrs.length === 0 && !lost) return
  throw invalidValue(
    'a file of mode bare-user-only',
    `owner ${uid}:${gid}, mode 0${mode.toString(8)} and ${xattrs.length} xattrs`,
  )
}
