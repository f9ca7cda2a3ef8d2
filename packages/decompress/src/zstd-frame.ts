import type { ByteReader } from './byte-reader.js'
import { DecompressError } from './errors.js'

/*
 * Where the frames of zstd data begin and end, and what their headers say: RFC 8878, section 3.1.
 */

const MAGIC = 0xfd2fb528
/** The lowest four bits are the user's. */
const SKIPPABLE_MAGIC = 0x184d2a50
const CHECKSUM_BYTES = 4
const BLOCK_HEADER_BYTES = 3
const BLOCK_TYPE = { rle: 1, reserved: 3 } as const
const mostBlockBytes = 128 * 1024

/** As much as zstd(1) and libzstd, and with it dpkg-deb, take without being asked to (ZSTD_WINDOWLOG_LIMIT_DEFAULT). */
const mostWindowBytes = 2 ** 27

/** One frame of zstd data. */
export interface ZstdFrame {
  /** Of its content, where the header says so. */
  readonly contentBytes: number | undefined
  /** Yields the whole frame but for its checksum, then returns that, where it has one. */
  readonly bytes: AsyncGenerator<Uint8Array, Buffer | undefined>
}

/** Returns the next frame, whose bytes must be read before the one after it, or undefined at the end. */
export async function nextZstdFrame(reader: ByteReader): Promise<ZstdFrame | undefined> {
  for (;;) {
    const magic = await reader.read(4)
    if (magic.length === 0) return undefined
    const number = magic.length < 4 ? undefined : magic.readUInt32LE()
    if (number === MAGIC) return readFrame(reader, magic)
    if (number === undefined) throw truncated(reader)
    if ((number & ~0xf) >>> 0 !== SKIPPABLE_MAGIC) throw corrupt(reader, 'it is no frame')
    for (let left = (await exactly(reader, 4)).readUInt32LE(); left > 0; ) {
      left -= (await some(reader, left)).length
    }
  }
}

async function readFrame(reader: ByteReader, magic: Buffer): Promise<ZstdFrame> {
  const descriptor = await exactly(reader, 1)
  const flags = descriptor.readUInt8()
  const isSingleSegment = (flags & 0x20) !== 0
  if ((flags & 0x08) !== 0) throw corrupt(reader, 'a reserved bit is set')
  const window = await exactly(reader, isSingleSegment ? 0 : 1)
  const dictionary = await exactly(reader, [0, 1, 2, 4][flags & 3] ?? 0)
  const sizeFlag = flags >> 6
  const size = await exactly(reader, sizeFlag === 0 ? Number(isSingleSegment) : 2 ** sizeFlag)
  const contentBytes = decodeContentSize(size)
  const windowBytes = isSingleSegment ? (contentBytes ?? 0) : decodeWindow(window.readUInt8())
  if (windowBytes > mostWindowBytes) throw unsupported(reader, 'its window is over 128 MiB')
  if (dictionary.some((byte) => byte !== 0)) throw unsupported(reader, 'it needs a dictionary')
  const head = Buffer.concat([magic, descriptor, window, dictionary, size])
  return { contentBytes, bytes: frameBytes(reader, head, (flags & 0x04) !== 0) }
}

async function* frameBytes(
  reader: ByteReader,
  head: Buffer,
  hasChecksum: boolean,
): AsyncGenerator<Uint8Array, Buffer | undefined> {
  yield head
  for (let isLast = false; !isLast; ) {
    const bytes = await exactly(reader, BLOCK_HEADER_BYTES)
    yield bytes
    const header = bytes.readUIntLE(0, BLOCK_HEADER_BYTES)
    const [type, size] = [(header >> 1) & 3, header >> 3]
    if (type === BLOCK_TYPE.reserved) throw corrupt(reader, 'a block is of a reserved type')
    if (size > mostBlockBytes) throw corrupt(reader, 'a block is too large')
    for (let left = type === BLOCK_TYPE.rle ? 1 : size; left > 0; ) {
      const chunk = await some(reader, left)
      left -= chunk.length
      yield chunk
    }
    isLast = (header & 1) !== 0
  }
  return hasChecksum ? exactly(reader, CHECKSUM_BYTES) : undefined
}

function decodeContentSize(bytes: Buffer): number | undefined {
  switch (bytes.length) {
    case 0:
      return undefined
    case 1:
      return bytes.readUInt8()
    case 2:
      return bytes.readUInt16LE() + 256
    case 4:
      return bytes.readUInt32LE()
    default:
      return Number(bytes.readBigUInt64LE())
  }
}

function decodeWindow(byte: number): number {
  const base = 2 ** (10 + (byte >> 3))
  return base + (base / 8) * (byte & 7)
}

async function exactly(reader: ByteReader, length: number): Promise<Buffer> {
  const bytes = await reader.read(length)
  if (bytes.length === length) return bytes
  throw truncated(reader)
}

async function some(reader: ByteReader, most: number): Promise<Uint8Array> {
  const chunk = await reader.next(most)
  if (chunk !== undefined) return chunk
  throw truncated(reader)
}

function truncated({ offset }: ByteReader): DecompressError {
  return new DecompressError('ERR_DECOMPRESS_TRUNCATED', 'zstd', 'the data ends early', { offset })
}

function corrupt({ offset }: ByteReader, reason: string): DecompressError {
  const told = `the data is corrupt: ${reason}`
  return new DecompressError('ERR_DECOMPRESS_CORRUPT', 'zstd', told, { offset })
}

function unsupported({ offset }: ByteReader, reason: string): DecompressError {
  return new DecompressError('ERR_DECOMPRESS_UNSUPPORTED', 'zstd', reason, { offset })
}
