import type { ByteWriter } from './byte-writer.js'
import { GVariantError } from './codec.js'

/** Bytes per framing offset in a container of `size` bytes, offsets included. */
export function offsetSizeOf(size: number): 1 | 2 | 4 | 8 {
  if (size <= 0xff) return 1
  if (size <= 0xffff) return 2
  return size <= 0xffffffff ? 4 : 8
}

/** Appends framing offsets (relative to the container's start) in the smallest size that fits. */
export function writeOffsets(into: ByteWriter, start: number, offsets: readonly number[]): void {
  if (offsets.length === 0) return
  const bodySize = into.length - start
  const size = ([1, 2, 4, 8] as const).find(
    (candidate) => offsetSizeOf(bodySize + candidate * offsets.length) <= candidate,
  )
  for (const offset of offsets) {
    into.fixed(size ?? 8, (bytes, at) => {
      if (size === 8) bytes.writeBigUInt64LE(BigInt(offset), at)
      else bytes.writeUIntLE(offset, at, size ?? 4)
    })
  }
}

/** One framing offset; little-endian in every GVariant. */
export function readOffset(bytes: Buffer, at: number, size: 1 | 2 | 4 | 8): number {
  switch (size) {
    case 1:
      return bytes.readUInt8(at)
    case 2:
      return bytes.readUInt16LE(at)
    case 4:
      return bytes.readUInt32LE(at)
    default:
      return Number(bytes.readBigUInt64LE(at))
  }
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
