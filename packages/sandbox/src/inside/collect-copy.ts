import type { ObjectWriter, TreeRef } from '@apt2ostree/ostree-repo'
import { type FoundEntry, findEntries, type Reading } from './found-entry.js'
import { isSame, type TreeCopy } from './tree-copy.js'
import { writeFoundFile } from './write-found-file.js'

/** What a tree that was changed in a copy is collected with. */
export interface CopyCollection {
  readonly writer: ObjectWriter
  readonly copy: TreeCopy
  readonly reading: Reading
  /** Paths that are no part of the tree. */
  readonly omitted: ReadonlySet<string>
}

/**
 * Writes the tree in a directory and returns its root. A file that nothing has touched since it was
 * copied, as its inode's change time tells, is not read: the repo has it. Throws
 * ERR_SANDBOX_COLLECT for what a tree cannot hold.
 */
export function collectCopy(collection: CopyCollection, directory: FoundEntry): TreeRef {
  const { writer, reading, omitted } = collection
  const files = []
  const dirs = []
  for (const entry of findEntries(directory, reading)) {
    if (omitted.has(entry.path)) continue
    if (entry.type === 'file') files.push([entry.name, collectFile(collection, entry)] as const)
    if (entry.type === 'directory') {
      const { tree, meta } = collectCopy(collection, entry)
      dirs.push([entry.name, tree, meta] as const)
    }
  }
  return {
    tree: writer.writeDirTree({ files, dirs }),
    meta: writer.writeDirMeta({ ...directory.identity, xattrs: directory.xattrs.own }),
  }
}

function collectFile({ copy, writer }: CopyCollection, entry: FoundEntry) {
  const copied = copy.files.get(entry.status.ino)
  const isUntouched =
    copied !== undefined &&
    copied.status.ctimeMs === entry.status.ctimeMs &&
    isSame(copied.header, entry.identity)
  return isUntouched ? copied.checksum : writeFoundFile(writer, entry)
}
