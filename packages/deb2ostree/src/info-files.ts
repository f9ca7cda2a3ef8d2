import type { ControlInfo, ControlInfoFile } from '@apt2ostree/deb-ar'
import { encodeBytes } from '@apt2ostree/deb822'

/** What unpacking told of one entry of data.tar. */
export interface UnpackedEntry {
  /** Relative, as the package spells it; empty for the root. */
  readonly path: string
  /** Of a regular file or a link to one, where it was asked for. */
  readonly md5?: string
}

/** Control information files that dpkg keeps elsewhere or writes itself (dpkg's src/main/unpack.c). */
const notKept: ReadonlySet<string> = new Set(['control', 'list'])

/**
 * Returns the files that `dpkg --unpack` leaves in /var/lib/dpkg/info for a package, by the suffix that follows its
 * name: its control information files, the list of its paths, and md5sums where it brought none.
 */
export function infoFilesOf(
  info: ControlInfo,
  entries: readonly UnpackedEntry[],
): Map<string, ControlInfoFile> {
  const files = new Map([...info].filter(([name]) => !notKept.has(name)))
  files.set('list', { mode: 0o644, content: formatList(entries) })
  if (!files.has('md5sums')) files.set('md5sums', { mode: 0o644, content: formatMd5sums(entries) })
  return files
}

/** The paths in the order of data.tar, each once; the root is `/.`. */
function formatList(entries: readonly UnpackedEntry[]): Buffer {
  const paths = new Set(entries.map(({ path }) => `/${path || '.'}`))
  return toBuffer([...paths])
}

function formatMd5sums(entries: readonly UnpackedEntry[]): Buffer {
  return toBuffer(
    entries.flatMap(({ path, md5 }) => (md5 === undefined ? [] : [`${md5}  ${path}`])),
  )
}

function toBuffer(lines: readonly string[]): Buffer {
  return Buffer.from(encodeBytes(lines.map((line) => `${line}\n`).join('')))
}
