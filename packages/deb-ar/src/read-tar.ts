import { type Extract, extract } from 'tar-stream'
import { DebError } from './errors.js'
import { labelOf, type ReadDebOptions } from './read-deb.js'

/** The kinds of entries that dpkg knows (`enum tar_filetype` in lib/dpkg/tarfn.h). */
export type TarEntryType =
  | 'file'
  | 'link'
  | 'symlink'
  | 'directory'
  | 'character-device'
  | 'block-device'
  | 'fifo'

/** One item in a tar archive. Names are byte strings: each character is one byte. */
export interface TarEntry {
  /** The path as the archive spells it, `./` and a directory's trailing `/` included. */
  readonly name: string
  readonly type: TarEntryType
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly userName: string
  readonly groupName: string
  readonly size: number
  /** The numbers of a device. */
  readonly device: { readonly major: number; readonly minor: number }
  /** Seconds since the epoch. */
  readonly mtime: number
  /** The target of a link or symlink; empty otherwise. */
  readonly linkName: string
  /** Where the entry's content starts in the tar. */
  readonly offset: number
  /** The bytes, to be read once and before the next entry is asked for; what is left unread is skipped. */
  readonly content: AsyncIterable<Uint8Array>
}

/** What {@link extract} takes beyond its published types: byte strings for names, and v7 tars. */
const parserOptions: object = { filenameEncoding: 'latin1', allowUnknownFormat: true }

type Source = Extract extends AsyncIterable<infer Entry> ? Entry : never

/** The size of a tar header block. */
const headerBytes = 512

const knownTypes: ReadonlySet<unknown> = new Set<TarEntryType>([
  'file',
  'link',
  'symlink',
  'directory',
  'character-device',
  'block-device',
  'fifo',
])

/**
 * Yields the entries of a tar in the formats that deb(5) permits (v7, ustar, GNU long names). Throws
 * {@link DebError} for a malformed tar and for PAX headers: they hold attributes that would be lost.
 */
export async function* readTar(
  source: AsyncIterable<Uint8Array>,
  options: ReadDebOptions = {},
): AsyncGenerator<TarEntry> {
  const label = labelOf(options)
  const parser = extract(parserOptions)
  const pump = new Pump(source, parser)
  const pumping = pump.run()
  let offset = 0
  const explain = (error: unknown) => {
    if (pump.failure !== undefined) return pump.failure
    if (error instanceof DebError || !(error instanceof Error)) return error
    return new DebError('ERR_DEB_DAMAGED', label, tarReason(error), { offset })
  }
  try {
    for await (const entry of parser) {
      const parsed = toTarEntry(entry, label)
      offset = parsed.offset + parsed.size
      yield { ...parsed, content: guard(entry as AsyncIterable<Uint8Array>, explain) }
      entry.resume()
    }
    await pumping
  } catch (error) {
    throw explain(error)
  } finally {
    parser.destroy()
    await pumping
  }
}

/** Yields the bytes of an entry, to which the parser's errors go while it is read. */
async function* guard(
  content: AsyncIterable<Uint8Array>,
  explain: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  try {
    yield* content
  } catch (error) {
    throw explain(error)
  }
}

/** Feeds the parser as fast as it takes chunks. */
class Pump {
  readonly #source: AsyncIterable<Uint8Array>
  readonly #parser: Extract
  /** The source's error, with which the parser ends; all others are of the tar. */
  failure: unknown

  constructor(source: AsyncIterable<Uint8Array>, parser: Extract) {
    this.#source = source
    this.#parser = parser
  }

  async run(): Promise<void> {
    try {
      for await (const chunk of this.#source) {
        if (this.#parser.destroyed) return
        if (!this.#parser.write(chunk)) await drained(this.#parser)
      }
      this.#parser.end(undefined)
    } catch (error) {
      this.failure = error
      this.#parser.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  }
}

function drained(parser: Extract): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      parser.off('drain', done)
      parser.off('close', done)
      resolve()
    }
    parser.on('drain', done)
    parser.on('close', done)
  })
}

function toTarEntry(entry: Source, label: string): Omit<TarEntry, 'content'> {
  const { header } = entry
  const { name, type } = header
  const offset = entry.offset + headerBytes
  if (header.pax) {
    const reason = `PAX header for "${name}", which deb(5) does not permit`
    throw new DebError('ERR_DEB_UNSUPPORTED', label, reason, { offset })
  }
  if (!isKnownType(type)) {
    const reason = `entry "${name}" is of an unknown type`
    throw new DebError('ERR_DEB_UNSUPPORTED', label, reason, { offset })
  }
  if (Number.isNaN(header.mtime.getTime())) {
    const reason = `entry "${name}" has a time that no system can keep`
    throw new DebError('ERR_DEB_UNSUPPORTED', label, reason, { offset })
  }
  return {
    name,
    type,
    mode: header.mode,
    uid: header.uid,
    gid: header.gid,
    userName: header.uname,
    groupName: header.gname,
    size: type === 'file' ? header.size : 0,
    mtime: header.mtime.getTime() / 1000,
    linkName: header.linkname ?? '',
    offset,
    device: { major: header.devmajor ?? 0, minor: header.devminor ?? 0 },
  }
}

function isKnownType(type: unknown): type is TarEntryType {
  return knownTypes.has(type)
}

function tarReason(error: Error): string {
  return error.message === 'Unexpected end of data' ? 'the tar ends early' : 'malformed tar header'
}
