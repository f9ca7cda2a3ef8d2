import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { sniffBytes, sniffCompression } from './compression.js'
import { decodeXzFooter, decodeXzIndex, type XzBlock, xzEdgeBytes } from './xz-index.js'
import { type CompressedPart, paddedSize, xzParts } from './xz-parts.js'

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
    if (blocks.length > 1) return xzParts(header, blocks)
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
  const total = blocks.reduce((sum, block) => sum + paddedSize(block), 0)
  return xzEdgeBytes + total + indexBytes === footerStart ? blocks : []
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
