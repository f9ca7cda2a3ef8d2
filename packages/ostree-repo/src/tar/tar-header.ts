import { tarError } from './tar-error.js'

/** tar is made of blocks of this many bytes. */
export const BLOCK_BYTES = 512

/** One header block; names are byte strings. tar(5) of libarchive describes the formats. */
export interface TarHeader {
  readonly name: string
  /** Permission bits. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** Bytes of content that follow. */
  readonly size: number
  readonly typeflag: string
  readonly linkName: string
}

const CHECKSUM_OFFSET = 148
const MAGIC_OFFSET = 257

/** Parses one block; undefined for the zero block at the end. Throws ERR_OSTREE_INVALID_TAR. */
export function parseTarHeader(block: Buffer): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined
  if (parseNumber(block, CHECKSUM_OFFSET, 8) !== checksumOf(block)) {
    throw tarError('a header has a wrong checksum')
  }
  // GNU tar ends its magic with blanks and has times where ustar has the prefix.
  const isUstar = block.toString('latin1', MAGIC_OFFSET, MAGIC_OFFSET + 6) === 'ustar\0'
  const prefix = isUstar ? parseText(block, 345, 155) : ''
  const name = parseText(block, 0, 100)
  const typeflag = block.toString('latin1', 156, 157)
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    mode: parseNumber(block, 100, 8) & 0o7777,
    uid: parseNumber(block, 108, 8),
    gid: parseNumber(block, 116, 8),
    size: parseNumber(block, 124, 12),
    // In tars of V7 the slash is all that tells a directory.
    typeflag: typeflag === '\0' && name.endsWith('/') ? '5' : typeflag,
    linkName: parseText(block, 157, 100),
  }
}

function checksumOf(block: Buffer): number {
  let sum = 0
  block.forEach((byte, at) => {
    sum += at >= CHECKSUM_OFFSET && at < CHECKSUM_OFFSET + 8 ? 0x20 : byte
  })
  return sum
}

function parseText(block: Buffer, offset: number, length: number): string {
  const field = block.subarray(offset, offset + length)
  const end = field.indexOf(0)
  return field.toString('latin1', 0, end < 0 ? length : end)
}

/** Octal digits, or GNU's base-256 where the first bit is set. */
function parseNumber(block: Buffer, offset: number, length: number): number {
  const first = block[offset] ?? 0
  if ((first & 0x80) !== 0) {
    let value = BigInt(first & 0x7f)
    for (const byte of block.subarray(offset + 1, offset + length)) {
      value = value * 256n + BigInt(byte)
    }
    return safe(Number(value))
  }
  const text = parseText(block, offset, length).trim()
  return text === '' ? 0 : safe(/^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN)
}

function safe(value: number): number {
  if (Number.isSafeInteger(value)) return value
  throw tarError('a header has a wrong number')
}
