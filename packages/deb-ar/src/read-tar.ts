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
  const pumping = pump(source, parser)
  let offset = 0
  try {
    for await (const entry of parser) {
      const parsed = toTarEntry(entry, label)
      offset = parsed.offset + parsed.size
      yield parsed
      entry.resume()
    }
    await pumping
  } catch (error) {
    if (!(error instanceof Error) || 'code' in error) throw error
    throw new DebError('ERR_DEB_DAMAGED', label, tarReason(error), { offset })
  } finally {
    parser.destroy()
    await pumping.catch(() => undefined)
  }
}

/** Feeds the parser as fast as it takes chunks; errors of the source end the parser with them. */
async function pump(source: AsyncIterable<Uint8Array>, parser: Extract): Promise<void> {
  try {
    for await (const chunk of source) {
      if (parser.destroyed) return
      if (!parser.write(chunk)) await drained(parser)
    }
    parser.end(undefined)
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)))
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

function toTarEntry(entry: Source, label: string): TarEntry {
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
    content: entry as AsyncIterable<Uint8Array>,
  }
}

function isKnownType(type: unknown): type is TarEntryType {
  return knownTypes.has(type)
}

function tarReason(error: Error): string {
  return error.message === 'Unexpected end of data' ? 'the tar ends early' : 'malformed tar header'
}
