import { closeSync, createReadStream, openSync, readFileSync, writeSync } from 'node:fs'
import type { FileHeader } from '../file-header.js'
import type { ContentWriter, StoredContent } from './content-format.js'

/** Creates `path` and writes what it is given; `seal` sets its metadata before it is closed. */
export function createPlainFile(path: string, seal: (fd: number) => void): ContentWriter {
  // Readable by nobody else until it is sealed, so that no half-written setuid file can be run.
  const fd = openSync(path, 'wx', 0o600)
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
export function openPlainFile(path: string, header: FileHeader, size: number): StoredContent {
  return {
    header,
    size,
    plainPath: path,
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
