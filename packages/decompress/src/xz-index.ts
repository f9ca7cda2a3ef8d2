import { crc32 } from 'node:zlib'

/*
 * The parts of an .xz file around its blocks, as the .xz file format has them
 * (tukaani.org/xz/xz-file-format.txt, sections 2.1 and 4).
 */

/** What a stream's index says of one of its blocks, in bytes. */
export interface XzBlock {
  /** What the block takes in the file without its padding to a multiple of four. */
  readonly unpaddedSize: number
  /** What it holds, decompressed. */
  readonly contentSize: number
}

/** The size of a stream's header, and of its footer. */
export const xzEdgeBytes = 12

const footerMagic = 'YZ'
/** Places in the footer: of its CRC32, the index's size, the flags that the header has too, the magic. */
const footer = { crc: 0, indexSize: 4, flags: 8, magic: 10 } as const

/** Returns the bytes of the index that this footer follows, undefined if it is none of this header. */
export function decodeXzFooter(bytes: Buffer, header: Buffer): number | undefined {
  if (bytes.length !== xzEdgeBytes) return undefined
  const indexBytes = 4 * (bytes.readUInt32LE(footer.indexSize) + 1)
  return encodeXzFooter(header, indexBytes).equals(bytes) ? indexBytes : undefined
}

/** Returns the footer of a stream with this header and index. */
export function encodeXzFooter(header: Buffer, indexBytes: number): Buffer {
  const bytes = Buffer.alloc(xzEdgeBytes)
  bytes.writeUInt32LE(indexBytes / 4 - 1, footer.indexSize)
  header.copy(bytes, footer.flags, 6, 8)
  bytes.writeUInt32LE(crc32(bytes.subarray(footer.indexSize, footer.magic)), footer.crc)
  bytes.write(footerMagic, footer.magic, 'latin1')
  return bytes
}

/** Returns the blocks that an index lists, in their order, undefined if it is none. */
export function decodeXzIndex(bytes: Buffer): XzBlock[] | undefined {
  const end = bytes.length - 4
  if (end < 4 || bytes[0] !== 0 || bytes.readUInt32LE(end) !== crc32(bytes.subarray(0, end))) {
    return undefined
  }
  let at = 1
  const next = (): number => {
    let value = 0
    for (let unit = 1; ; unit *= 128) {
      const byte = bytes[at++] ?? 0
      value += (byte & 127) * unit
      if (byte < 128) return value
    }
  }
  const count = next()
  const blocks: XzBlock[] = []
  while (blocks.length < count && at < end) {
    blocks.push({ unpaddedSize: next(), contentSize: next() })
  }
  return blocks.length === count && at <= end ? blocks : undefined
}

/** Returns the index of a stream of these blocks. */
export function encodeXzIndex(blocks: readonly XzBlock[]): Buffer {
  const numbers = [
    blocks.length,
    ...blocks.flatMap((each) => [each.unpaddedSize, each.contentSize]),
  ]
  const bytes = [0, ...numbers.flatMap(encodeNumber)]
  while (bytes.length % 4 !== 0) bytes.push(0)
  const index = Buffer.from([...bytes, 0, 0, 0, 0])
  index.writeUInt32LE(crc32(index.subarray(0, bytes.length)), bytes.length)
  return index
}

/** Seven bits a byte, the lowest first; section 1.2. */
function encodeNumber(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...encodeNumber(Math.floor(value / 128))]
}
