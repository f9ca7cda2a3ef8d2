import type { ControlInfo, ControlInfoFile } from '@apt2ostree/deb-ar'
import { encodeBytes } from '@apt2ostree/deb822'

/** What unpacking told of one entry of data.tar. */
export interface UnpackedEntry {
  /** Relative, as the package spells it; empty for the root. */
  readonly path: string
  /** Of a regular file or a link to one, where it was asked for. */
  readonly md5?: string
}

/** Control information files that dpkg keeps elsewhere or writes itself (pkg_infodb_update in src/main/unpack.c). */
const notKept: ReadonlySet<string> = new Set(['control', 'list'])

/** What dpkg makes of the mode of a script before it runs it: setexecute in src/main/script.c. */
const executable = { needed: 0o555, given: 0o755 }

/**
 * Returns the files that `dpkg --unpack` leaves in /var/lib/dpkg/info for a package, by the suffix that follows its
 * name: its control information files, the list of its paths, and md5sums where it brought none.
 */
export function infoFilesOf(
  info: ControlInfo,
  entries: readonly UnpackedEntry[],
): Map<string, ControlInfoFile> {
  const files = new Map([...info].filter(([name]) => !notKept.has(name) && !name.includes('.')))
  const preinst = files.get('preinst')
  if (preinst !== undefined) files.set('preinst', madeExecutable(preinst))
  files.set('list', { mode: 0o644, content: formatList(entries) })
  if (!files.has('md5sums')) files.set('md5sums', { mode: 0o644, content: formatMd5sums(entries) })
  return files
}

function madeExecutable(file: ControlInfoFile): ControlInfoFile {
  const isExecutable = (file.mode & executable.needed) === executable.needed
  return isExecutable ? file : { ...file, mode: executable.given }
}

/** The paths in the order of data.tar, one that it has twice twice; the root is `/.`. */
function formatList(entries: readonly UnpackedEntry[]): Buffer {
  return toBuffer(entries.map(({ path }) => `/${path || '.'}`))
}

function formatMd5sums(entries: readonly UnpackedEntry[]): Buffer {
  return toBuffer(
    entries.flatMap(({ path, md5 }) => (md5 === undefined ? [] : [`${md5}  ${path}`])),
  )
}

function toBuffer(lines: readonly string[]): Buffer {
  return Buffer.from(encodeBytes(lines.map((line) => `${line}\n`).join('')))
}
