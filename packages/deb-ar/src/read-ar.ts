import { ByteReader } from '@apt2ostree/decompress'
import { arHeaderBytes, arMagic, parseArHeader } from './ar-header.js'
import { DebError } from './errors.js'

/** One file in an ar archive. */
export interface ArMember {
  readonly name: string
  readonly size: number
  /** Where the content starts in the archive. */
  readonly offset: number
  /** The bytes, to be read once and before the next member is asked for; what is left unread is skipped. */
  readonly content: AsyncIterable<Uint8Array>
}

/**
 * Yields the members of an ar archive in order. `label` names the archive in errors. Throws {@link DebError} where
 * the archive is malformed or ends early.
 */
export async function* readAr(
  source: AsyncIterable<Uint8Array>,
  label: string,
): AsyncGenerator<ArMember> {
  const reader = new ByteReader(source)
  try {
    const magic = Buffer.from(await reader.read(arMagic.length)).toString('latin1')
    if (magic !== arMagic) {
      throw new DebError('ERR_DEB_FORMAT', label, 'not an ar archive', { offset: 0 })
    }
    for (;;) {
      const member = await readMember(reader, label)
      if (member === undefined) return
      yield member
      const end = member.offset + member.size
      for await (const _ of readUntil(reader, end, label));
      if (member.size % 2 === 1) await reader.read(1)
    }
  } finally {
    await reader.close()
  }
}

async function readMember(reader: ByteReader, label: string): Promise<ArMember | undefined> {
  const start = reader.offset
  const bytes = await reader.read(arHeaderBytes)
  if (bytes.length === 0) return undefined
  if (bytes.length < arHeaderBytes) throw truncated(label, reader.offset)
  const header = parseArHeader(bytes)
  if (header === undefined) {
    const reason = 'malformed ar member header'
    throw new DebError('ERR_DEB_FORMAT', label, reason, { offset: start })
  }
  const { name, size } = header
  const { offset } = reader
  return { name, size, offset, content: readUntil(reader, offset + size, label) }
}

async function* readUntil(
  reader: ByteReader,
  end: number,
  label: string,
): AsyncGenerator<Uint8Array> {
  while (reader.offset < end) {
    const chunk = await reader.next(end - reader.offset)
    if (chunk === undefined) throw truncated(label, reader.offset)
    yield chunk
  }
}

function truncated(label: string, offset: number): DebError {
  return new DebError('ERR_DEB_TRUNCATED', label, 'the file ends early', { offset })
}
