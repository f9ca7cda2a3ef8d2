import { type Codec, GVariantError } from './codec.js'

/** The part of Buffer's method names after `read` and `write`. */
type SmallNumber = 'UInt8' | `${'Int' | 'UInt'}${'16' | '32'}${'LE' | 'BE'}` | 'DoubleLE'
type LargeNumber = `Big${'Int' | 'UInt'}64${'LE' | 'BE'}`

function numeric(signature: string, size: 1 | 2 | 4 | 8, kind: SmallNumber): Codec<number> {
  return {
    signature,
    alignment: size,
    fixedSize: size,
    write: (into, value) => into.fixed(size, (bytes, at) => bytes[`write${kind}`](value, at)),
    read: (bytes, start) => bytes[`read${kind}`](start),
  }
}

function large(signature: string, kind: LargeNumber): Codec<bigint> {
  return {
    signature,
    alignment: 8,
    fixedSize: 8,
    write: (into, value) => into.fixed(8, (bytes, at) => bytes[`write${kind}`](value, at)),
    read: (bytes, start) => bytes[`read${kind}`](start),
  }
}

/** `b`: one byte, 0 or 1. */
export const boolean: Codec<boolean> = {
  signature: 'b',
  alignment: 1,
  fixedSize: 1,
  write: (into, value) => into.uint8(value ? 1 : 0),
  read(bytes, start) {
    const byte = bytes.readUInt8(start)
    if (byte > 1) throw new GVariantError(`boolean at offset ${start} is ${byte}`)
    return byte === 1
  },
}

/* The plain types `y n q i u x t d`, in the byte order that GLib uses on little-endian machines. */
export const uint8 = numeric('y', 1, 'UInt8')
export const int16 = numeric('n', 2, 'Int16LE')
export const uint16 = numeric('q', 2, 'UInt16LE')
export const int32 = numeric('i', 4, 'Int32LE')
export const uint32 = numeric('u', 4, 'UInt32LE')
export const int64 = large('x', 'BigInt64LE')
export const uint64 = large('t', 'BigUInt64LE')
export const double = numeric('d', 8, 'DoubleLE')

/** `u` stored big-endian, as OSTree does in its own structures on every machine. */
export const uint32BigEndian = numeric('u', 4, 'UInt32BE')
/** `t` stored big-endian. */
export const uint64BigEndian = large('t', 'BigUInt64BE')
