import { encodeXzFooter, encodeXzIndex, type XzBlock, xzEdgeBytes } from './xz-index.js'

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

/** Returns the parts of an .xz file with this header and these blocks, each a stream of its own. */
export function xzParts(header: Buffer, blocks: readonly XzBlock[]): CompressedPart[] {
  const parts: CompressedPart[] = []
  let start = xzEdgeBytes
  let contentStart = 0
  for (const group of groupBlocks(blocks)) {
    const length = sum(group.map(paddedSize))
    const contentSize = sum(group.map((block) => block.contentSize))
    const index = encodeXzIndex(group)
    const tail = Buffer.concat([index, encodeXzFooter(header, index.length)])
    parts.push({ start, length, head: header, tail, contentStart, contentSize })
    start += length
    contentStart += contentSize
  }
  return parts
}

/** Returns what a block takes in the file: a multiple of four bytes. */
export function paddedSize({ unpaddedSize }: XzBlock): number {
  return Math.ceil(unpaddedSize / 4) * 4
}

function groupBlocks(blocks: readonly XzBlock[]): XzBlock[][] {
  const groups: XzBlock[][] = []
  let room = 0
  for (const block of blocks) {
    if (room <= 0) {
      groups.push([])
      room = leastContentBytes
    }
    groups.at(-1)?.push(block)
    room -= block.contentSize
  }
  return groups
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
