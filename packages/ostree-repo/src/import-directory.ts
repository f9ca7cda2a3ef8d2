import {
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs'
import { canonicalPermissions } from './canonical-permissions.js'
import type { Checksum } from './checksum.js'
import { assertEntryName, textOf } from './entry-name.js'
import { OstreeRepoError } from './errors.js'
import { readXattrs } from './native-xattrs.js'
import type { ObjectWriter } from './object-writer.js'
import type { TreeRef } from './repo.js'

const CHUNK_BYTES = 1024 * 1024

/** How {@link importDirectory} and importTar take what they read. */
export interface ImportOptions {
  /** Write owner 0:0, no xattrs and no special mode bits, as mode bare-user-only demands. */
  readonly canonical?: boolean
}

/**
 * Writes the directory `path` of this machine with all below it, and gives its tree.
 * Throws ERR_OSTREE_UNSUPPORTED_FILE, with the path, for devices, fifos and sockets, and
 * ERR_OSTREE_INVALID_TREE for names that are not UTF-8.
 */
export function importDirectory(
  writer: ObjectWriter,
  path: string,
  options: ImportOptions = {},
): TreeRef {
  return new DirectoryImport(writer, options).directory(path, lstatSync(path))
}

class DirectoryImport {
  readonly #writer: ObjectWriter
  readonly #adapt: typeof canonicalPermissions
  readonly #hardLinks = new Map<string, Checksum>()
  readonly #chunk = Buffer.allocUnsafe(CHUNK_BYTES)

  constructor(writer: ObjectWriter, options: ImportOptions) {
    this.#writer = writer
    this.#adapt = options.canonical === true ? canonicalPermissions : (metadata) => metadata
  }

  directory(path: string, { uid, gid, mode }: Stats): TreeRef {
    const files: [string, Checksum][] = []
    const dirs: [string, Checksum, Checksum][] = []
    for (const bytes of readdirSync(path, 'latin1')) {
      assertEntryName(bytes, path)
      const child = `${path}/${textOf(bytes)}`
      const stats = lstatSync(child)
      if (stats.isDirectory()) {
        const { tree, meta } = this.directory(child, stats)
        dirs.push([bytes, tree, meta])
      } else {
        files.push([bytes, this.#file(child, stats)])
      }
    }
    const meta = this.#adapt({ uid, gid, mode, xattrs: readXattrs(path) })
    return {
      tree: this.#writer.writeDirTree({ files, dirs }),
      meta: this.#writer.writeDirMeta(meta),
    }
  }

  #file(path: string, stats: Stats): Checksum {
    const inode = stats.nlink > 1 ? `${stats.dev}:${stats.ino}` : undefined
    const known = inode === undefined ? undefined : this.#hardLinks.get(inode)
    if (known !== undefined) return known
    const checksum = this.#write(path, stats)
    if (inode !== undefined) this.#hardLinks.set(inode, checksum)
    return checksum
  }

  #write(path: string, stats: Stats): Checksum {
    const { uid, gid, mode } = stats
    const header = this.#adapt({ uid, gid, mode, xattrs: readXattrs(path) })
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
      if (stats.size <= CHUNK_BYTES) {
        return this.#writer.writeFile(header, this.#chunk.subarray(0, this.#read(fd, stats.size)))
      }
      const sink = this.#writer.beginFile(header, stats.size)
      try {
        for (let got = this.#read(fd); got > 0; got = this.#read(fd)) {
          sink.write(this.#chunk.subarray(0, got))
        }
        return sink.finish()
      } finally {
        sink.abort()
      }
    } finally {
      closeSync(fd)
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
