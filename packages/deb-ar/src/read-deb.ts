import { Readable } from 'node:stream'
import { type Compression, DecompressError, decompress } from '@apt2ostree/decompress'
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

/** `2.0` and a newline, and room for what deb(5) lets follow. */
const maxVersionBytes = 1024

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
  const compression = compressionOf(member.name)
  try {
    yield* decompress(member.content, { ...limits, ...(compression && { compression }) })
  } catch (cause) {
    throw cause instanceof DecompressError ? memberError(cause, member.name, options) : cause
  }
}

function memberError(cause: DecompressError, name: string, options: ReadDebOptions): DebError {
  const isUnsupported = cause.code === 'ERR_DECOMPRESS_UNSUPPORTED'
  const code = isUnsupported ? 'ERR_DEB_UNSUPPORTED' : 'ERR_DEB_DAMAGED'
  const reason = `the member "${name}" is ${isUnsupported ? 'not supported' : 'damaged'}`
  return new DebError(code, labelOf(options), reason, { cause })
}

/** The extensions of deb(5) and of what dpkg-deb has written. */
const compressions: Readonly<Record<string, Compression>> = {
  '': 'none',
  '.gz': 'gzip',
  '.xz': 'xz',
  '.zst': 'zstd',
  '.bz2': 'bzip2',
  '.lzma': 'lzma',
}

const tarName = /^(control|data)\.tar(|\.[a-z0-9]+)$/

function compressionOf(name: string): Compression | undefined {
  return compressions[tarName.exec(name)?.[2] ?? '']
}

function roleOf(name: string): DebMemberRole {
  if (name === 'debian-binary') return 'debian-binary'
  const [, part, extension = ''] = tarName.exec(name) ?? []
  if (part === undefined || compressions[extension] === undefined) return 'other'
  return part === 'control' ? 'control.tar' : 'data.tar'
}

/** Reads the member `debian-binary`, so that nothing of an unknown format is handed out. */
async function readVersion(member: ArMember, label: string): Promise<AsyncIterable<Uint8Array>> {
  if (member.size > maxVersionBytes) {
    const reason = `the member debian-binary has ${member.size} bytes`
    throw new DebError('ERR_DEB_FORMAT', label, reason, { offset: member.offset })
  }
  const version = await collectBytes(member.content)
  if (/^2\.\d+\n/.test(version.toString('latin1'))) return Readable.from([version])
  const reason = `unsupported format version "${version.toString('latin1').trim()}"`
  throw new DebError('ERR_DEB_UNSUPPORTED', label, reason, { offset: member.offset })
}
