const table = Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value >>> 0
})

/** Returns the CRC32 of the bytes (IEEE 802.3) as four little-endian bytes, as xz writes it. */
export function crc32(bytes: Uint8Array): Buffer {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0)
  const result = Buffer.alloc(4)
  result.writeUInt32LE((crc ^ 0xffffffff) >>> 0)
  return result
}
