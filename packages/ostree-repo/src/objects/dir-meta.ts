import { uint32BigEndian } from '../gvariant/basic.js'
import { decode, encode } from '../gvariant/codec.js'
import { tuple } from '../gvariant/tuple.js'
import { assertDirMode } from './file-mode.js'
import { type Xattrs, xattrsCodec, xattrsFromVariant, xattrsToVariant } from './xattrs.js'

/** The metadata of a directory. */
export interface DirMeta {
  readonly uid: number
  readonly gid: number
  /** `st_mode`, with S_IFDIR. */
  readonly mode: number
  readonly xattrs: Xattrs
}

/** `(uuua(ayay))`: OSTREE_DIRMETA_GVARIANT_FORMAT in libostree's ostree-core.h. */
const codec = tuple(uint32BigEndian, uint32BigEndian, uint32BigEndian, xattrsCodec)

/** The bytes of a dirmeta object. Throws ERR_OSTREE_INVALID_VALUE for a mode that is no directory's. */
export function encodeDirMeta({ uid, gid, mode, xattrs }: DirMeta): Buffer {
  assertDirMode(mode)
  return encode(codec, [uid, gid, mode, xattrsToVariant(xattrs)])
}

/** The dirmeta in `bytes`. Throws GVariantError or ERR_OSTREE_INVALID_VALUE. */
export function decodeDirMeta(bytes: Buffer): DirMeta {
  const [uid, gid, mode, xattrs] = decode(codec, bytes)
  assertDirMode(mode)
  return { uid, gid, mode, xattrs: xattrsFromVariant(xattrs) }
}
