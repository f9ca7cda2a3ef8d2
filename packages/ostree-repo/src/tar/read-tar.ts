import { ByteSource } from './byte-source.js'
import { parsePaxRecords, xattrsOfPax } from './pax-records.js'
import { tarError } from './tar-error.js'
import { BLOCK_BYTES, parseTarHeader, type TarHeader } from './tar-header.js'

/** One item of a tar, its long name and attributes in place. */
export interface TarEntry extends TarHeader {
  readonly xattrs: [name: Buffer, value: Buffer][]
  /** To be read whole, or not at all, before the next entry is asked for. */
  readonly content: AsyncIterable<Buffer>
}

/** Long names and pax headers are small; more is an attack. */
const MAX_EXTENSION_BYTES = 16 * 1024 * 1024

/**
 * The entries of a tar: v7, ustar, pax and GNU with long names. Sparse files are refused.
 * Throws ERR_OSTREE_INVALID_TAR.
 */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const bytes = new ByteSource(source)
  let global = new Map<string, Buffer>()
  let local = new Map<string, Buffer>()
  try {
    for (;;) {
      const block = await bytes.read(BLOCK_BYTES)
      const header = block === undefined ? undefined : parseTarHeader(block)
      if (header === undefined) return
      const { typeflag } = header
      if ('xgLK'.includes(typeflag)) {
        const extension = await readExtension(bytes, header)
        if (typeflag === 'x') local = new Map([...local, ...parsePaxRecords(extension)])
        else if (typeflag === 'g') global = new Map([...global, ...parsePaxRecords(extension)])
        else local.set(typeflag === 'L' ? 'path' : 'linkpath', textBefore(extension))
        continue
      }
      const entry = withRecords(header, new Map([...global, ...local]))
      local = new Map()
      const content = bytes.take(entry.size)
      yield { ...entry, content }
      for await (const _ of content) {
      }
      await skipPadding(bytes, entry.size)
    }
  } finally {
    await bytes.close()
  }
}

async function readExtension(bytes: ByteSource, { size }: TarHeader): Promise<Buffer> {
  if (size > MAX_EXTENSION_BYTES) throw tarError(`an extended header has ${size} bytes`)
  const extension = await bytes.read(size)
  if (extension === undefined) throw tarError('it is truncated')
  await skipPadding(bytes, size)
  return extension
}

/** Contents are padded to whole blocks, whatever follows. */
async function skipPadding(bytes: ByteSource, size: number): Promise<void> {
  const padding = (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES
  if (padding > 0 && (await bytes.read(padding)) === undefined) throw tarError('it is truncated')
}

function textBefore(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0)
  return end < 0 ? bytes : bytes.subarray(0, end)
}

function withRecords(
  header: TarHeader,
  records: ReadonlyMap<string, Buffer>,
): Omit<TarEntry, 'content'> {
  if (header.typeflag === 'S' || [...records.keys()].some((key) => key.startsWith('GNU.sparse.'))) {
    throw tarError(`"${header.name}" is a sparse file`)
  }
  const text = (key: string, otherwise: string) => records.get(key)?.toString('latin1') ?? otherwise
  const number = (key: string, otherwise: number) => {
    const value = Number(text(key, String(otherwise)))
    if (Number.isSafeInteger(value) && value >= 0) return value
    throw tarError(`a pax header has a wrong ${key}`)
  }
  return {
    ...header,
    name: text('path', header.name),
    linkName: text('linkpath', header.linkName),
    uid: number('uid', header.uid),
    gid: number('gid', header.gid),
    size: number('size', header.size),
    xattrs: xattrsOfPax(records),
  }
}
