import type { Checksum, ObjectWriter, Repo, TreeRef } from '@apt2ostree/ostree-repo'
import { type FoundEntry, findEntries, type Reading } from './found-entry.js'
import type { OverlayNamespace } from './stored-xattrs.js'
import { writeFoundFile } from './write-found-file.js'

/** An overlay's files are as they are, but for what overlayfs itself marks in the namespace `marks`. */
export const asOnDisk = (marks: OverlayNamespace): Reading => ({
  identityOf: ({ uid, gid, mode }) => ({ uid, gid, mode }),
  marks,
})

/** Where changes are collected from and written to. */
export interface Collection {
  readonly repo: Repo
  readonly writer: ObjectWriter
  /** Paths in the upper directory that are no part of the tree. */
  readonly omitted: ReadonlySet<string>
  /** Where overlayfs keeps its marks. */
  readonly marks: OverlayNamespace
}

/**
 * Writes the tree that an overlay shows, `base` with the changes in its upper directory, and
 * returns its root. Only the upper directory is read: a directory of `base` without changes keeps
 * its checksum unseen. Changes are as overlayfs leaves them without redirects: whiteouts are
 * character devices 0:0, replaced directories are marked opaque (overlayfs.rst in the kernel's
 * documentation). Throws ERR_SANDBOX_COLLECT for what a tree cannot hold.
 */
export function collectChanges(
  collection: Collection,
  base: TreeRef | undefined,
  upper: FoundEntry,
): TreeRef {
  const { repo, writer, omitted, marks } = collection
  const tree =
    base === undefined || upper.xattrs.opaque
      ? { files: [], dirs: [] }
      : repo.readDirTree(base.tree)
  const files = new Map<string, Checksum>(tree.files)
  const dirs = new Map<string, TreeRef>(
    tree.dirs.map(([name, contents, meta]) => [name, { tree: contents, meta }]),
  )
  for (const entry of findEntries(upper, asOnDisk(marks))) {
    const replaced = dirs.get(entry.name)
    files.delete(entry.name)
    dirs.delete(entry.name)
    if (omitted.has(entry.path)) continue
    if (entry.type === 'file') files.set(entry.name, writeFoundFile(writer, entry))
    if (entry.type === 'directory') {
      dirs.set(entry.name, collectChanges(collection, replaced, entry))
    }
  }
  return {
    tree: writer.writeDirTree({
      files: [...files],
      dirs: [...dirs].map(([name, { tree: contents, meta }]) => [name, contents, meta]),
    }),
    meta: writer.writeDirMeta({ ...upper.identity, xattrs: upper.xattrs.own }),
  }
}
