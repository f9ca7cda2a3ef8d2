import { uint32BigEndian, uint64BigEndian } from '../gvariant/basic.js'
import { decode, encode } from '../gvariant/codec.js'
import { byteString } from '../gvariant/strings.js'
import { tuple } from '../gvariant/tuple.js'
import { isUtf8ByteString } from './entry-name.js'
import { assertFileMode, isSymlink } from './file-mode.js'
import { invalidValue } from './invalid-value.js'
import { remembered } from './remembered.js'
import { type Xattrs, xattrsCodec, xattrsFromVariant, xattrsToVariant } from './xattrs.js'

/** The metadata of a content object: a regular file or a symlink. */
export interface FileHeader {
  readonly uid: number
  readonly gid: number
  /** `st_mode`, with S_IFREG or S_IFLNK. */
  readonly mode: number
  readonly xattrs: Xattrs
  /** A byte string; symlinks have it, regular files don't. */
  readonly symlinkTarget?: string
}

const u32 = uint32BigEndian

/** `(uuuusa(ayay))`: _OSTREE_FILE_HEADER_GVARIANT in libostree's ostree-core-private.h. */
const headerCodec = tuple(u32, u32, u32, u32, byteString, xattrsCodec)
/** `(tuuuusa(ayay))`: _OSTREE_ZLIB_FILE_HEADER_GVARIANT_FORMAT. */
const archiveCodec = tuple(uint64BigEndian, u32, u32, u32, u32, byteString, xattrsCodec)
/** `(uuua(ayay))`: the value of user.ostreemeta, the layout of a dirmeta. */
const bareUserCodec = tuple(u32, u32, u32, xattrsCodec)

/**
 * The bytes that a content object's checksum covers before its content: a big-endian length,
 * padding, the header (_ostree_file_header_new). Throws ERR_OSTREE_INVALID_VALUE.
 */
export const encodeFileHeader = remembered(keyOfHeader, (header) =>
  withSize(encode(headerCodec, [...idsOf(header), ...restOf(header)])),
)

/** What stands before the compressed content in archive mode; `size` is that of the content. */
export function encodeArchiveHeader(header: FileHeader, size: number): Buffer {
  return withSize(encode(archiveCodec, [BigInt(size), ...idsOf(header), ...restOf(header)]))
}

/** The header of an archive object without its length prefix. */
export function decodeArchiveHeader(bytes: Buffer): { header: FileHeader; size: number } {
  const [size, uid, gid, mode, rdev, target, xattrs] = decode(archiveCodec, bytes)
  if (rdev !== 0) throw invalidValue('a device number', String(rdev))
  return {
    header: fileHeader(uid, gid, mode, target, xattrsFromVariant(xattrs)),
    size: Number(size),
  }
}

/** The value of `user.ostreemeta` on an object in bare-user mode. */
export const encodeBareUserMeta = remembered(keyOfHeader, (header) =>
  encode(bareUserCodec, [...idsOf(header), xattrsToVariant(header.xattrs)]),
)

/** The reverse; `readTarget` is asked for a symlink's target, which is the object's content. */
export function decodeBareUserMeta(bytes: Buffer, readTarget: () => string): FileHeader {
  const { uid, gid, mode, xattrs } = decodeMetadata(bytes)
  return fileHeader(uid, gid, mode, isSymlink(mode) ? readTarget() : '', xattrs)
}

/** Headers that hold nothing but owner and mode are few, and encoded once. */
function keyOfHeader({ uid, gid, mode, xattrs, symlinkTarget }: FileHeader): string | undefined {
  const isPlain = xattrs.length === 0 && symlinkTarget === undefined
  return isPlain ? `${uid} ${gid} ${mode}` : undefined
}

/** Three numbers; longer values have xattrs. */
const PLAIN_BYTES = 12

const decodeMetadata = remembered(
  (bytes: Buffer) => (bytes.length === PLAIN_BYTES ? bytes.toString('latin1') : undefined),
  (bytes) => {
    const [uid, gid, mode, xattrs] = decode(bareUserCodec, bytes)
    return { uid, gid, mode, xattrs: xattrsFromVariant(xattrs) }
  },
)

function fileHeader(
  uid: number,
  gid: number,
  mode: number,
  target: string,
  xattrs: Xattrs,
): FileHeader {
  const header = { uid, gid, mode, xattrs }
  const checked = target === '' ? header : { ...header, symlinkTarget: target }
  assertHeader(checked)
  return checked
}

function idsOf(header: FileHeader): [number, number, number] {
  assertHeader(header)
  return [header.uid, header.gid, header.mode]
}

function restOf(header: FileHeader): [number, string, [Buffer, Buffer][]] {
  return [0, header.symlinkTarget ?? '', xattrsToVariant(header.xattrs)]
}

function assertHeader({ mode, symlinkTarget: target }: FileHeader): void {
  assertFileMode(mode)
  const isValid = isSymlink(mode)
    ? target !== undefined && target !== '' && !target.includes('\0') && isUtf8ByteString(target)
    : target === undefined
  if (!isValid) throw invalidValue('a symlink target', JSON.stringify(target ?? ''))
}

function withSize(header: Buffer): Buffer {
  const prefix = Buffer.alloc(8)
  prefix.writeUInt32BE(header.length)
  return Buffer.concat([prefix, header])
}
