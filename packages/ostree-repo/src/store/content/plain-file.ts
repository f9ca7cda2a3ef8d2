import { closeSync, createReadStream, openSync, readFileSync, type Stats, writeSync } from 'node:fs'
import type { FileHeader } from '../../objects/file-header.js'
import type { ContentWriter, StoredContent } from './content-format.js'

/**
 * Returns a writer of the new file `path`. `setMetadata` is called when all of the content is there,
 * before the file is closed.
 */
export function createPlainFile(path: string, setMetadata: (fd: number) => void): ContentWriter {
  const fd = openSync(path, 'wx', 0o600)
  return {
    write(chunk) {
      try {
        writeFully(fd, chunk)
      } catch (error) {
        // Node names no file where it was given a descriptor.
        throw Object.assign(error as NodeJS.ErrnoException, { path })
      }
    },
    close() {
      try {
        setMetadata(fd)
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
