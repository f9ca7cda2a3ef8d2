import { Readable } from 'node:stream'
import { DecompressError, decompress } from '@apt2ostree/decompress'
import { collectBytes } from './collect-bytes.js'
import { DebError } from './errors.js'
import { type ArMember, readAr } from './read-ar.js'

/** What a member of a .deb is for; `other` is one that deb(5) says to ignore. */
export type DebMemberRole = 'debian-binary' | 'control.tar' | 'data.tar' | 'other'

/** One member of a .deb. */
export interface DebMember extends ArMember {
  readonly role: DebMemberRole
}

/** How to read a .deb. */
export interface ReadDebOptions {
  /** What to call the file in errors. Default: `package`. */
  readonly label?: string
}

/** Control information files are small; one that grows beyond this is an attack or a mistake. */
const maxControlBytes = 1 << 28

/** Returns the name that errors give the file. */
export function labelOf(options: ReadDebOptions): string {
  return options.label ?? 'package'
}

/**
 * Yields the members of a .deb in order, after checking that they are what deb(5) demands: `debian-binary` with a
 * format version 2.x first, then control.tar, then data.tar. Throws {@link DebError}.
 */
export async function* readDeb(
  source: AsyncIterable<Uint8Array>,
  options: ReadDebOptions = {},
): AsyncGenerator<DebMember> {
  const label = labelOf(options)
  const expected: DebMemberRole[] = ['debian-binary', 'control.tar', 'data.tar']
  for await (const member of readAr(source, label)) {
    const role = roleOf(member.name)
    const [wanted] = expected
    if (wanted === undefined || (role === 'other' && member.name.startsWith('_'))) {
      yield { ...member, role: 'other' }
      continue
    }
    if (role !== wanted) {
      const reason = `expected the member ${wanted}, found "${member.name}"`
      throw new DebError('ERR_DEB_FORMAT', label, reason, { offset: member.offset })
    }
    expected.shift()
    const content = role === 'debian-binary' ? await readVersion(member, label) : member.content
    yield { ...member, role, content }
  }
  const [missing] = expected
  if (missing !== undefined) {
    throw new DebError('ERR_DEB_FORMAT', label, `it has no member ${missing}`)
  }
}

/** Yields the tar in a control.tar or data.tar member, decompressed. Throws {@link DebError}. */
export async function* openMemberTar(
  member: DebMember,
  options: ReadDebOptions = {},
): AsyncGenerator<Uint8Array> {
  const limits = member.role === 'control.tar' ? { maxBytes: maxControlBytes } : {}
  try {
    yield* decompress(member.content, limits)
  } catch (cause) {
    if (!(cause instanceof DecompressError)) throw cause
    const reason = `the member "${member.name}" is damaged`
    throw new DebError('ERR_DEB_DAMAGED', labelOf(options), reason, { cause })
  }
}

function roleOf(name: string): DebMemberRole {
  if (name === 'debian-binary') return 'debian-binary'
  const match = /^(control|data)\.tar(\.(gz|xz|zst|bz2|lzma))?$/.exec(name)
  return match === null ? 'other' : match[1] === 'control' ? 'control.tar' : 'data.tar'
}

/** Reads the member `debian-binary`, so that nothing of an unknown format is handed out. */
async function readVersion(member: ArMember, label: string): Promise<AsyncIterable<Uint8Array>> {
  const version = await collectBytes(member.content)
  if (/^2\.\d+\n/.test(version.toString('latin1'))) return Readable.from([version])
  const reason = `unsupported format version "${version.toString('latin1').trim()}"`
  throw new DebError('ERR_DEB_UNSUPPORTED', label, reason, { offset: member.offset })
}
