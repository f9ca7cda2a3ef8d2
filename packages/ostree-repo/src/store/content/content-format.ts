import type { Stats } from 'node:fs'
import type { FileHeader } from '../../objects/file-header.js'

/** How one repo mode stores content objects as files. */
export interface ContentFormat {
  /** Creates the file of an object at `path`, where nothing may be; `size` is the content's. */
  create(path: string, header: FileHeader, size: number): ContentWriter
  /** Reads the header of the object at `path`; its content on demand. */
  open(path: string): StoredContent
}

/** The file of an object while it is written. */
export interface ContentWriter {
  write(chunk: Uint8Array): void
  /** Gives the file its metadata and closes it. */
  close(): void
  /** Closes the file as it is. */
  abandon(): void
}

/** A content object on disk. */
export interface StoredContent {
  readonly header: FileHeader
  /** Bytes of content; 0 for symlinks. */
  readonly size: number
  /** The file that is the content, byte for byte; compressed objects and symlinks have none. */
  readonly plainFile?: { readonly path: string; readonly stats: Stats }
  /** The whole content. */
  readAll(): Buffer
  /** The content in chunks. */
  chunks(): AsyncIterable<Buffer>
}
