import type { ByteWriter } from './byte-writer.js'
import { GVariantError } from './codec.js'

/** Bytes per framing offset in a container of `size` bytes, offsets included. */
export function offsetSizeOf(size: number): 1 | 2 | 4 | 8 {
  if (size <= 0xff) return 1
  if (size <= 0xffff) return 2
  return size <= 0xffffffff ? 4 : 8
}

/** Bytes per framing offset in a container of `count` of them after `bodySize` bytes: the fewest that do. */
export function offsetSizeAfter(bodySize: number, count: number): 1 | 2 | 4 | 8 {
  if (bodySize + count <= 0xff) return 1
  if (bodySize + 2 * count <= 0xffff) return 2
  return bodySize + 4 * count <= 0xffffffff ? 4 : 8
}

/** Appends framing offsets (relative to the container's start) in the smallest size that fits. */
export function writeOffsets(into: ByteWriter, start: number, offsets: readonly number[]): void {
  if (offsets.length === 0) return
  const size = offsetSizeAfter(into.length - start, offsets.length)
  into.fixed(size * offsets.length, (bytes, first) => {
    let at = first
    for (const offset of offsets) at = writeOffset(bytes, at, size, offset)
  })
}

/**
 * Writes one framing offset and returns where it ends. Byte by byte: as there are so many of them,
 * Buffer's own checked calls are felt.
 */
export function writeOffset(bytes: Buffer, at: number, size: number, offset: number): number {
  let rest = offset
  for (let i = 0; i < size; i++) {
    bytes[at + i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  return at + size
}

/** One framing offset; little-endian in every GVariant. */
export function readOffset(bytes: Buffer, at: number, size: 1 | 2 | 4 | 8): number {
  let offset = 0
  for (let i = size - 1; i >= 0; i--) offset = offset * 256 + (bytes[at + i] ?? 0)
  return offset
}

/** `offset` rounded up to a multiple of `alignment`. */
export function aligned(offset: number, alignment: number): number {
  return offset + (-offset & (alignment - 1))
}

/** Throws unless `bytes[from, to)` are zero, as normal form demands of padding. */
export function assertPadding(bytes: Buffer, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    if (bytes[at] !== 0) throw new GVariantError(`padding at offset ${at} is not zero`)
  }
}
