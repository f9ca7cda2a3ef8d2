const magic = 'KBXf'
/** Blob types of GnuPG's kbx/keybox-blob.c. */
const openpgpBlob = 2

/** Returns whether a file is a GnuPG keybox, as `gpg --keyring FILE --import` makes one. */
export function isKeybox(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(8, 12)).toString('latin1') === magic
}

/**
 * Returns the OpenPGP keys of a keybox as exported keys, one after another. A blob begins with its
 * length, its type, and (from byte 8) where its key stands and how long that is, big-endian.
 */
export function keysOfKeybox(bytes: Uint8Array): Uint8Array {
  const keys: Buffer[] = []
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at + 16 <= file.length; ) {
    const length = file.readUInt32BE(at)
    if (length < 5) break
    const blob = file.subarray(at, at + length)
    if (blob[4] === openpgpBlob && blob.length >= 16) {
      const start = blob.readUInt32BE(8)
      keys.push(blob.subarray(start, start + blob.readUInt32BE(12)))
    }
    at += length
  }
  return Buffer.concat(keys)
}
