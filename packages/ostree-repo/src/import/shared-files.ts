import {
  CHECKSUM_BYTES,
  type Checksum,
  checksumFromBytes,
  checksumToBytes,
} from '../objects/checksum.js'
import { pause } from '../pause.js'
import type { FileImporter } from './file-importer.js'

/** Files are taken by so many: few enough that threads end together. */
const SHARE_FILES = 16

/** Files that threads import together; each takes the next ones until none are left. */
export interface SharedFiles {
  readonly paths: readonly string[]
  /** The index of the first file that nobody has taken, in shared memory. */
  readonly next: Int32Array
  /** The checksums of all files one after another, in shared memory. */
  readonly checksums: Uint8Array
}

/** Files that nobody has taken yet. */
export function shareFiles(paths: readonly string[]): SharedFiles {
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const checksums = new Uint8Array(new SharedArrayBuffer(paths.length * CHECKSUM_BYTES))
  return { paths, next, checksums }
}

/** Imports files until all are taken; others may still be at their last. */
export async function importShares(
  { paths, next, checksums }: SharedFiles,
  importer: FileImporter,
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    const start = Atomics.add(next, 0, SHARE_FILES)
    if (start >= paths.length) return
    for (const [i, path] of paths.slice(start, start + SHARE_FILES).entries()) {
      const checksum = await importer.importFile(path)
      checksums.set(checksumToBytes(checksum), (start + i) * CHECKSUM_BYTES)
    }
    await pause(signal)
  }
}

/** The checksum of a file by its index, once it is imported. */
export function checksumAt({ checksums }: SharedFiles, index: number): Checksum {
  const at = index * CHECKSUM_BYTES
  return checksumFromBytes(Buffer.from(checksums.buffer, at, CHECKSUM_BYTES))
}
