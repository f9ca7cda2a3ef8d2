import type { TarEntry } from '@apt2ostree/deb-ar'
import { displayText } from '@apt2ostree/deb822'
import {
  type Checksum,
  type FileHeader,
  type ObjectWriter,
  S_IFDIR,
  S_IFLNK,
  S_IFREG,
  TreeBuilder,
  type TreeRef,
} from '@apt2ostree/ostree-repo'
import { LayerError } from '../errors.js'
import { parseEntryPath } from './entry-path.js'
import type { OwnerNames } from './owners.js'
import type { Placement } from './placement.js'

/** Permission bits with setuid, setgid and sticky: what a tar's mode has. */
const permissionBits = 0o7777

/** Larger files are written as their bytes come. */
const maxBufferedBytes = 1 << 20
const noBytes = new Uint8Array(0)

/** Where the entries of a tar go, and whose they are. */
export interface LayerTreeOptions {
  readonly placement: Placement
  readonly owners: OwnerNames
}

/** A tree made of the entries of a data.tar, whose files become objects as they come. */
export class LayerTree {
  readonly #writer: ObjectWriter
  readonly #placement: Placement
  readonly #owners: OwnerNames
  readonly #tree = TreeBuilder.empty()
  readonly #directories = new Set<string>()
  /** Of the regular files, by the paths that the tar has. */
  readonly #headers = new Map<string, FileHeader>()

  constructor(writer: ObjectWriter, { placement, owners }: LayerTreeOptions) {
    this.#writer = writer
    this.#placement = placement
    this.#owners = owners
  }

  /** Adds an entry; `tap` is shown the bytes of a regular file. Throws LayerError for what OSTree can't hold. */
  async add(entry: TarEntry, tap?: (chunk: Uint8Array) => void): Promise<void> {
    const path = parseEntryPath(entry.name)
    const { type, linkName } = entry
    if (type === 'directory') {
      this.#addDirectory(path, entry)
    } else if (type === 'file') {
      const header = this.#header(path, entry, S_IFREG | (entry.mode & permissionBits))
      this.#put(path, await this.#writeContent(header, entry, tap))
      this.#headers.set(path, header)
    } else if (type === 'symlink') {
      const header = { ...this.#header(path, entry, S_IFLNK | 0o777), symlinkTarget: linkName }
      this.#put(path, this.#writer.writeFile(header))
    } else if (type === 'link') {
      this.#put(path, this.#linkedFile(entry, parseEntryPath(linkName)))
    } else {
      const message = `cannot place "${displayText(entry.name)}": an OSTree commit can't hold a ${type}`
      throw new LayerError('ERR_LAYER_UNSUPPORTED', message)
    }
  }

  /** Adds a file of root's, `path` being where it goes. */
  addText(path: string, mode: number, content: Uint8Array): void {
    const header = { uid: 0, gid: 0, mode: S_IFREG | mode, xattrs: [] }
    this.#tree.addFile(path, this.#writer.writeFile(header, content))
  }

  /** Adds a symlink of root's, `path` being where it goes. */
  addSymlink(path: string, symlinkTarget: string): void {
    const header = { uid: 0, gid: 0, mode: S_IFLNK | 0o777, xattrs: [], symlinkTarget }
    this.#tree.addFile(path, this.#writer.writeFile(header))
  }

  /** Writes the directories and returns the root. */
  write(): TreeRef {
    return this.#tree.write(this.#writer)
  }

  /** A directory that the tar has already stays as it is: to dpkg it is there. */
  #addDirectory(path: string, entry: TarEntry): void {
    const placed = this.#placement.place(path, true)
    if (this.#directories.has(placed)) return
    this.#directories.add(placed)
    const mode = S_IFDIR | (entry.mode & permissionBits)
    this.#tree.mkdir(placed, this.#header(placed, entry, mode))
  }

  #put(path: string, checksum: Checksum): void {
    this.#tree.addFile(this.#placement.place(path, false), checksum)
  }

  #header(path: string, entry: TarEntry, mode: number): FileHeader {
    const placed = this.#placement.place(path, entry.type === 'directory')
    return { ...this.#owners.resolve(entry, placed), mode, xattrs: [] }
  }

  /** dpkg gives the file, under all its names, the owner and mode of the link. */
  #linkedFile(entry: TarEntry, target: string): Checksum {
    const names = `"${displayText(entry.name)}": it links to "${displayText(target)}"`
    const checksum = this.#tree.fileAt(this.#placement.place(target, false))
    if (checksum === undefined) {
      const message = `cannot place ${names}, which is not before it in the tar`
      throw new LayerError('ERR_LAYER_PATH', message)
    }
    const file = this.#headers.get(target)
    if (file === undefined) return checksum
    const path = parseEntryPath(entry.name)
    const link = this.#header(path, entry, S_IFREG | (entry.mode & permissionBits))
    if (link.uid !== file.uid || link.gid !== file.gid || link.mode !== file.mode) {
      const message = `cannot place ${names}, which has another owner or mode`
      throw new LayerError('ERR_LAYER_UNSUPPORTED', message)
    }
    this.#headers.set(path, link)
    return checksum
  }

  /** Small files are read whole: one that the repo has already is then not written at all. */
  async #writeContent(
    header: FileHeader,
    { size, content }: TarEntry,
    tap: ((chunk: Uint8Array) => void) | undefined,
  ): Promise<Checksum> {
    const tapped = tap === undefined ? content : showChunks(content, tap)
    if (size > maxBufferedBytes) return this.#writer.writeFileFrom(header, size, tapped)
    const chunks: Uint8Array[] = []
    if (size > 0) for await (const chunk of tapped) chunks.push(chunk)
    const [only = noBytes] = chunks
    return this.#writer.writeFile(header, chunks.length > 1 ? Buffer.concat(chunks) : only)
  }
}

async function* showChunks(
  content: AsyncIterable<Uint8Array>,
  tap: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    tap(chunk)
    yield chunk
  }
}
