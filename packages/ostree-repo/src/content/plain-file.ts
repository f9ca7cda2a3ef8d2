import { closeSync, createReadStream, openSync, readFileSync, type Stats, writeSync } from 'node:fs'
import type { FileHeader } from '../file-header.js'
import type { ContentWriter, StoredContent } from './content-format.js'

/** The mode of a file that is being written; nobody can run or read half of it. */
const UNSEALED_MODE = 0o200

/**
 * Whether a file of {@link createPlainFile} was written to its end. This takes the place of a
 * temporary name: a rename costs as much as creating the file.
 */
export function isSealed({ mode, mtimeMs }: Stats): boolean {
  return (mode & 0o7777) !== UNSEALED_MODE || mtimeMs === 0
}

/**
 * Creates `path` and writes what it is given. `seal` sets its metadata before it is closed: the
 * mode at the very end, after a modification time of 0 where that is wanted.
 */
export function createPlainFile(path: string, seal: (fd: number) => void): ContentWriter {
  const fd = openSync(path, 'wx', UNSEALED_MODE)
  return {
    write: (chunk) => writeFully(fd, chunk),
    close() {
      try {
        seal(fd)
      } finally {
        closeSync(fd)
      }
    },
    abandon: () => closeSync(fd),
  }
}

/** Writes all of `bytes`, however many calls it takes. */
export function writeFully(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(fd, bytes, done, bytes.length - done)
  }
}

/** The content of a regular file that holds it as it is. */
export function openPlainFile(path: string, header: FileHeader, stats: Stats): StoredContent {
  return {
    header,
    size: stats.size,
    plainFile: { path, stats },
    readAll: () => readFileSync(path),
    chunks: () => createReadStream(path, { highWaterMark: 256 * 1024 }),
  }
}

/** A symlink has no content. */
export function openSymlink(header: FileHeader): StoredContent {
  return {
    header,
    size: 0,
    readAll: () => Buffer.alloc(0),
    async *chunks() {},
  }
}
