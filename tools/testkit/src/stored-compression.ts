import { crc32 } from './crc32.js'

/**
 * Valid `.xz` and `.zst` files that hold their content uncompressed: Node can't make either, and
 * a test archive should need no tool of the host's.
 */

const maxChunk = 1 << 16

/** Returns an xz file of blocks of LZMA2's uncompressed chunks, see xz-file-format.txt; of one by default. */
export function storeXz(content: Uint8Array, blockBytes = Math.max(content.length, 1)): Buffer {
  const flags = Buffer.from([0x00, 0x01])
  const header = Buffer.concat([Buffer.from('fd377a585a00', 'hex'), flags, crc32(flags)])
  const blocks: Buffer[] = []
  const records: number[] = []
  for (let at = 0; at === 0 || at < content.length; at += blockBytes) {
    const part = content.subarray(at, at + blockBytes)
    const { bytes, unpaddedSize } = xzBlock(part)
    blocks.push(bytes)
    records.push(unpaddedSize, part.length)
  }
  const index = Buffer.concat([0, blocks.length, ...records].map(variableLength))
  const padded = Buffer.concat([index, Buffer.alloc(-index.length & 3)])
  const indexField = withCrc(padded)
  const size = Buffer.alloc(4)
  size.writeUInt32LE(indexField.length / 4 - 1)
  const backward = Buffer.concat([size, flags])
  const footer = Buffer.concat([crc32(backward), backward, Buffer.from('YZ')])
  return Buffer.concat([header, ...blocks, indexField, footer])
}

function xzBlock(content: Uint8Array): { bytes: Buffer; unpaddedSize: number } {
  const header = withCrc(Buffer.from([0x02, 0x00, 0x21, 0x01, 0x10, 0x00, 0x00, 0x00]))
  const data = Buffer.concat([...lzma2Chunks(content), Buffer.of(0)])
  const padding = Buffer.alloc(-data.length & 3)
  const check = crc32(content)
  const unpaddedSize = header.length + data.length + check.length
  return { bytes: Buffer.concat([header, data, padding, check]), unpaddedSize }
}

function* lzma2Chunks(content: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < content.length; at += maxChunk) {
    const chunk = content.subarray(at, at + maxChunk)
    const size = Buffer.alloc(2)
    size.writeUInt16BE(chunk.length - 1)
    yield Buffer.concat([Buffer.of(at === 0 ? 0x01 : 0x02), size, chunk])
  }
}

function variableLength(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
  return Buffer.from([...bytes, rest])
}

function withCrc(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, crc32(bytes)])
}

/** Returns a zstd frame of raw blocks, see RFC 8878 section 3.1.1. */
export function storeZstd(content: Uint8Array): Buffer {
  const header = Buffer.alloc(9)
  header.writeUInt32LE(0xfd2fb528)
  header.writeUInt8(0b1010_0000, 4)
  header.writeUInt32LE(content.length, 5)
  const blocks: Uint8Array[] = [header]
  for (let at = 0; at === 0 || at < content.length; at += maxChunk) {
    const chunk = content.subarray(at, at + maxChunk)
    const isLast = at + maxChunk >= content.length ? 1 : 0
    const blockHeader = Buffer.alloc(3)
    blockHeader.writeUIntLE((chunk.length << 3) | isLast, 0, 3)
    blocks.push(blockHeader, chunk)
  }
  return Buffer.concat(blocks)
}
