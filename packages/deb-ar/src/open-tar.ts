import { DebError } from './errors.js'
import {
  type DebMemberRole,
  labelOf,
  openMemberTar,
  type ReadDebOptions,
  readDeb,
} from './read-deb.js'

/** Yields control.tar, decompressed. Throws {@link DebError}. */
export function controlTar(
  source: AsyncIterable<Uint8Array>,
  options: ReadDebOptions = {},
): AsyncGenerator<Uint8Array> {
  return openTar(source, 'control.tar', options)
}

/** Yields data.tar, decompressed. Throws {@link DebError}. */
export function dataTar(
  source: AsyncIterable<Uint8Array>,
  options: ReadDebOptions = {},
): AsyncGenerator<Uint8Array> {
  return openTar(source, 'data.tar', options)
}

/** Yields the bytes of one member as they are in the .deb. Throws {@link DebError} where there is none. */
export async function* openMember(
  source: AsyncIterable<Uint8Array>,
  name: string,
  options: ReadDebOptions = {},
): AsyncGenerator<Uint8Array> {
  const names: string[] = []
  for await (const member of readDeb(source, options)) {
    if (member.name === name) return yield* member.content
    names.push(member.name)
  }
  const reason = `it has no member "${name}", only ${names.join(', ')}`
  throw new DebError('ERR_DEB_NO_MEMBER', labelOf(options), reason)
}

async function* openTar(
  source: AsyncIterable<Uint8Array>,
  role: DebMemberRole,
  options: ReadDebOptions,
): AsyncGenerator<Uint8Array> {
  for await (const member of readDeb(source, options)) {
    if (member.role === role) return yield* openMemberTar(member, options)
  }
}
