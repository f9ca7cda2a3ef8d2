import { closeSync, lstatSync, openSync, readlinkSync, readSync, type Stats } from 'node:fs'
import { OstreeRepoError } from '../errors.js'
import { canonicalPermissions } from '../objects/canonical-permissions.js'
import type { Checksum } from '../objects/checksum.js'
import type { DirMeta } from '../objects/dir-meta.js'
import { pause } from '../pause.js'
import { readXattrs } from '../store/native-xattrs.js'
import type { ObjectWriter } from '../transaction/object-writer.js'
import type { ImportOptions } from './import-options.js'

const CHUNK_BYTES = 1024 * 1024

/** Writes files of this machine as objects; hard links to a file are read once. */
export class FileImporter {
  readonly #writer: ObjectWriter
  readonly #canonical: boolean
  readonly #signal: AbortSignal | undefined
  readonly #hardLinks = new Map<string, Checksum>()
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES)

  constructor(writer: ObjectWriter, { canonical = false, signal }: ImportOptions) {
    this.#writer = writer
    this.#canonical = canonical
    this.#signal = signal
  }

  /** Writes a file or symlink. Throws ERR_OSTREE_UNSUPPORTED_FILE, with the path, for any other. */
  async importFile(path: string): Promise<Checksum> {
    const stats = lstatSync(path)
    const inode = stats.nlink > 1 ? `${stats.dev}:${stats.ino}` : undefined
    const known = inode === undefined ? undefined : this.#hardLinks.get(inode)
    if (known !== undefined) return known
    const checksum = await this.#write(path, stats)
    if (inode !== undefined) this.#hardLinks.set(inode, checksum)
    return checksum
  }

  /** Writes the metadata of a directory. */
  importDirMeta(path: string): Checksum {
    return this.#writer.writeDirMeta(this.#metadata(path, lstatSync(path)))
  }

  #metadata(path: string, { uid, gid, mode }: Stats): DirMeta {
    const metadata = { uid, gid, mode, xattrs: readXattrs(path) }
    return this.#canonical ? canonicalPermissions(metadata) : metadata
  }

  async #write(path: string, stats: Stats): Promise<Checksum> {
    const header = this.#metadata(path, stats)
    if (stats.isSymbolicLink()) {
      return this.#writer.writeFile({ ...header, symlinkTarget: readlinkSync(path, 'latin1') })
    }
    if (!stats.isFile()) {
      throw new OstreeRepoError(
        'ERR_OSTREE_UNSUPPORTED_FILE',
        `cannot commit "${path}": it is neither file, directory nor symlink`,
      )
    }
    const fd = openSync(path, 'r')
    try {
      if (stats.size > CHUNK_BYTES) return await this.#writeInChunks(fd, header, stats.size)
      return this.#writer.writeFile(header, this.#chunk.subarray(0, this.#read(fd, stats.size)))
    } finally {
      closeSync(fd)
    }
  }

  async #writeInChunks(fd: number, header: DirMeta, size: number): Promise<Checksum> {
    const sink = this.#writer.beginFile(header, size)
    try {
      for (let got = this.#read(fd); got > 0; got = this.#read(fd)) {
        sink.write(this.#chunk.subarray(0, got))
        await pause(this.#signal)
      }
      return sink.finish()
    } finally {
      sink.abort()
    }
  }

  /** Fills the chunk with `most` bytes, or as far as the file goes. */
  #read(fd: number, most = CHUNK_BYTES): number {
    let length = 0
    for (let got = 1; got > 0 && length < most; length += got) {
      got = readSync(fd, this.#chunk, length, most - length, null)
    }
    return length
  }
}
