import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

/** Nearly all metadata objects fit. */
const CHUNK_BYTES = 64 * 1024
const chunk = Buffer.allocUnsafe(CHUNK_BYTES)

/** The bytes of a file that is probably small: one read, where readFileSync asks for its size first. */
export function readSmallFile(path: string): Buffer {
  const fd = openSync(path, 'r')
  try {
    const length = readSync(fd, chunk, 0, CHUNK_BYTES, 0)
    return length < CHUNK_BYTES ? Buffer.from(chunk.subarray(0, length)) : readFileSync(fd)
  } finally {
    closeSync(fd)
  }
}
