import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { sniffBytes, sniffCompression } from './compression.js'
import {
  decodeXzFooter,
  decodeXzIndex,
  encodeXzFooter,
  encodeXzIndex,
  type XzBlock,
  xzEdgeBytes,
} from './xz-index.js'

/** A part of a compressed file that can be decompressed by itself, see `openPart`. Plain data. */
export interface CompressedPart {
  /** The bytes of the file that are in it. */
  readonly start: number
  readonly length: number
  /** What belongs before and after those bytes. */
  readonly head: Uint8Array
  readonly tail: Uint8Array
  /** Where its content begins in that of the whole file. */
  readonly contentStart: number
  /** How much content it has, where that is known beforehand. */
  readonly contentSize: number | undefined
}

/** Shorter parts would cost more than they save. */
const leastContentBytes = 4 << 20

/** A longer index is not worth holding: it lists a hundred thousand blocks. */
const mostIndexBytes = 1 << 20

/**
 * Returns the parts of a file that may be decompressed at the same time, in order: several for an
 * .xz file of several blocks, as `xz -T` makes of what is large; one for any other file.
 */
export async function splitCompressed(path: string): Promise<CompressedPart[]> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const header = await readAt(file, 0, xzEdgeBytes)
    const isXz = sniffCompression(header.subarray(0, sniffBytes)) === 'xz'
    const blocks = isXz ? await readXzBlocks(file, size, header) : []
    if (blocks.length > 1) return group(blocks).map((each) => toPart(header, each))
    const none = Buffer.alloc(0)
    const whole = { start: 0, length: size, head: none, tail: none }
    return [{ ...whole, contentStart: 0, contentSize: undefined }]
  } finally {
    await file.close()
  }
}

/** Yields a part as a stream that `decompress` takes for a whole one. */
export async function* openPart(path: string, part: CompressedPart): AsyncGenerator<Uint8Array> {
  const { start, length, head, tail } = part
  yield head
  if (length > 0)
    yield* createReadStream(path, { start, end: start + length - 1, highWaterMark: 1 << 18 })
  yield tail
}

/** None for anything but one stream that ends with the file and says what is needed. */
async function readXzBlocks(file: FileHandle, size: number, header: Buffer): Promise<XzBlock[]> {
  const footerStart = size - xzEdgeBytes
  const indexBytes = decodeXzFooter(await readAt(file, footerStart, xzEdgeBytes), header)
  if (indexBytes === undefined || indexBytes > mostIndexBytes) return []
  const blocks = decodeXzIndex(await readAt(file, footerStart - indexBytes, indexBytes)) ?? []
  const total = blocks.reduce((sum, { unpaddedSize }) => sum + padded(unpaddedSize), 0)
  return xzEdgeBytes + total + indexBytes === footerStart ? blocks : []
}

interface BlockGroup {
  readonly blocks: XzBlock[]
  readonly start: number
  length: number
  readonly contentStart: number
  contentSize: number
}

function group(blocks: readonly XzBlock[]): BlockGroup[] {
  const groups: BlockGroup[] = []
  let start = xzEdgeBytes
  let contentStart = 0
  for (const block of blocks) {
    let last = groups.at(-1)
    if (last === undefined || last.contentSize >= leastContentBytes) {
      last = { blocks: [], start, length: 0, contentStart, contentSize: 0 }
      groups.push(last)
    }
    last.blocks.push(block)
    last.length += padded(block.unpaddedSize)
    last.contentSize += block.contentSize
    start += padded(block.unpaddedSize)
    contentStart += block.contentSize
  }
  return groups
}

function toPart(header: Buffer, { blocks, ...place }: BlockGroup): CompressedPart {
  const index = encodeXzIndex(blocks)
  return {
    ...place,
    head: header,
    tail: Buffer.concat([index, encodeXzFooter(header, index.length)]),
  }
}

function padded(size: number): number {
  return Math.ceil(size / 4) * 4
}

/** Fewer bytes where the file has none. */
async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(
    Buffer.alloc(length),
    0,
    length,
    Math.max(0, position),
  )
  return buffer.subarray(0, bytesRead)
}
