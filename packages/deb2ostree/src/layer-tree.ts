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
import { parseEntryPath } from './entry-path.js'
import { LayerError } from './errors.js'

/** Where an entry of this path goes; both are relative, without a final slash. */
export type Placement = (path: string, isDirectory: boolean) => string

/** Permission bits with setuid, setgid and sticky: what a tar's mode has. */
const permissionBits = 0o7777

/** Larger files are written as their bytes come. */
const maxBufferedBytes = 1 << 20
const noBytes = new Uint8Array(0)

/** A tree made of tar entries, whose files become objects as they come. */
export class LayerTree {
  readonly #writer: ObjectWriter
  readonly #place: Placement
  readonly #tree = TreeBuilder.empty()

  constructor(writer: ObjectWriter, place: Placement) {
    this.#writer = writer
    this.#place = place
  }

  /** Adds an entry; `tap` is shown the bytes of a regular file. Throws LayerError for what OSTree can't hold. */
  async add(entry: TarEntry, tap?: (chunk: Uint8Array) => void): Promise<void> {
    const path = parseEntryPath(entry.name)
    const { type, uid, gid, linkName } = entry
    const mode = entry.mode & permissionBits
    const owner = { uid, gid, xattrs: [] }
    if (type === 'directory') {
      this.#tree.mkdir(this.#place(path, true), { ...owner, mode: S_IFDIR | mode })
    } else if (type === 'file') {
      this.#put(path, await this.#writeContent({ ...owner, mode: S_IFREG | mode }, entry, tap))
    } else if (type === 'symlink') {
      const header = { ...owner, mode: S_IFLNK | 0o777, symlinkTarget: linkName }
      this.#put(path, this.#writer.writeFile(header))
    } else if (type === 'link') {
      this.#put(path, this.#linkedFile(entry.name, parseEntryPath(linkName)))
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

  /** Writes the directories and returns the root. */
  write(): TreeRef {
    return this.#tree.write(this.#writer)
  }

  #put(path: string, checksum: Checksum): void {
    this.#tree.addFile(this.#place(path, false), checksum)
  }

  #linkedFile(name: string, target: string): Checksum {
    const checksum = this.#tree.fileAt(this.#place(target, false))
    if (checksum !== undefined) return checksum
    const names = `"${displayText(name)}": it links to "${displayText(target)}"`
    throw new LayerError(
      'ERR_LAYER_PATH',
      `cannot place ${names}, which is not before it in the tar`,
    )
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
