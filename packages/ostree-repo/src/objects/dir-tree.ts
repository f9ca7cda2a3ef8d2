import { OstreeRepoError } from '../errors.js'
import { decode, encode } from '../gvariant/codec.js'
import { tuple } from '../gvariant/tuple.js'
import type { Checksum } from './checksum.js'
import { assertEntryName } from './entry-name.js'
import { namedChecksums } from './named-checksums.js'

/** A file or symlink in a directory; names are byte strings (one character a byte). */
export type DirTreeFile = readonly [name: string, checksum: Checksum]
/** A directory in a directory. */
export type DirTreeDir = readonly [name: string, tree: Checksum, meta: Checksum]

/** The entries of a directory, each list sorted by the bytes of the names. */
export interface DirTree {
  readonly files: readonly DirTreeFile[]
  readonly dirs: readonly DirTreeDir[]
}

/** `(a(say)a(sayay))`: OSTREE_TREE_GVARIANT_FORMAT in libostree's ostree-core.h. */
const codec = tuple(namedChecksums<DirTreeFile>(1), namedChecksums<DirTreeDir>(2))

/** The bytes of a dirtree object; entries may come unsorted. Throws ERR_OSTREE_INVALID_TREE. */
export function encodeDirTree(tree: DirTree): Buffer {
  const files = [...tree.files].sort(byName)
  const dirs = [...tree.dirs].sort(byName)
  assertNames(files, dirs)
  return encode(codec, [files, dirs])
}

/** The dirtree in `bytes`. Throws GVariantError, ERR_OSTREE_INVALID_TREE or …_INVALID_CHECKSUM. */
export function decodeDirTree(bytes: Buffer): DirTree {
  const [files, dirs] = decode(codec, bytes)
  assertNames(files, dirs)
  return { files, dirs }
}

/** Order of entries: by the bytes of their names, as strcmp(3). */
export function byName(a: readonly [string, ...unknown[]], b: readonly [string, ...unknown[]]) {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0
}

type Named = readonly (readonly [string, ...unknown[]])[]

function assertNames(files: Named, dirs: Named): void {
  for (const entries of [files, dirs]) {
    let previous = ''
    for (const [name] of entries) {
      assertEntryName(name)
      if (name === previous) throw invalidTree(`"${name}" is there twice`)
      if (name < previous) throw invalidTree(`"${name}" is not in its sorted place`)
      previous = name
    }
  }
  let next = 0
  for (const [name] of dirs) {
    while (next < files.length && (files[next]?.[0] ?? '') < name) next += 1
    if (files[next]?.[0] === name) throw invalidTree(`"${name}" is both file and directory`)
  }
}

function invalidTree(reason: string): OstreeRepoError {
  return new OstreeRepoError('ERR_OSTREE_INVALID_TREE', `cannot use directory entries: ${reason}`)
}
