import { type Codec, GVariantError } from './codec.js'

function number<T>(
  signature: string,
  size: 1 | 2 | 4 | 8,
  write: (bytes: Buffer, value: T, at: number) => void,
  read: (bytes: Buffer, at: number) => T,
): Codec<T> {
  return {
    signature,
    alignment: size,
    fixedSize: size,
    write: (into, value) => into.fixed(size, (bytes, at) => write(bytes, value, at)),
    read: (bytes, start) => read(bytes, start),
  }
}

/** `y` */
export const uint8 = number<number>(
  'y',
  1,
  (bytes, value, at) => bytes.writeUInt8(value, at),
  (bytes, at) => bytes.readUInt8(at),
)
/** `b`: one byte, 0 or 1. */
export const boolean = number<boolean>(
  'b',
  1,
  (bytes, value, at) => bytes.writeUInt8(value ? 1 : 0, at),
  (bytes, at) => {
    const byte = bytes.readUInt8(at)
    if (byte > 1) throw new GVariantError(`boolean at offset ${at} is ${byte}`)
    return byte === 1
  },
)
/** `n` */
export const int16 = number<number>(
  'n',
  2,
  (bytes, value, at) => bytes.writeInt16LE(value, at),
  (bytes, at) => bytes.readInt16LE(at),
)
/** `q` */
export const uint16 = number<number>(
  'q',
  2,
  (bytes, value, at) => bytes.writeUInt16LE(value, at),
  (bytes, at) => bytes.readUInt16LE(at),
)
/** `i` */
export const int32 = number<number>(
  'i',
  4,
  (bytes, value, at) => bytes.writeInt32LE(value, at),
  (bytes, at) => bytes.readInt32LE(at),
)
/** `u`, in the byte order that GLib uses on little-endian machines. */
export const uint32 = number<number>(
  'u',
  4,
  (bytes, value, at) => bytes.writeUInt32LE(value, at),
  (bytes, at) => bytes.readUInt32LE(at),
)
/** `u` stored big-endian, as OSTree does in its own structures on every machine. */
export const uint32BigEndian = number<number>(
  'u',
  4,
  (bytes, value, at) => bytes.writeUInt32BE(value, at),
  (bytes, at) => bytes.readUInt32BE(at),
)
/** `x` */
export const int64 = number<bigint>(
  'x',
  8,
  (bytes, value, at) => bytes.writeBigInt64LE(value, at),
  (bytes, at) => bytes.readBigInt64LE(at),
)
/** `t` */
export const uint64 = number<bigint>(
  't',
  8,
  (bytes, value, at) => bytes.writeBigUInt64LE(value, at),
  (bytes, at) => bytes.readBigUInt64LE(at),
)
/** `t` stored big-endian. */
export const uint64BigEndian = number<bigint>(
  't',
  8,
  (bytes, value, at) => bytes.writeBigUInt64BE(value, at),
  (bytes, at) => bytes.readBigUInt64BE(at),
)
/** `d` */
export const double = number<number>(
  'd',
  8,
  (bytes, value, at) => bytes.writeDoubleLE(value, at),
  (bytes, at) => bytes.readDoubleLE(at),
)
