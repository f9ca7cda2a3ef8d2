import type { Checksum, DirTree } from '@apt2ostree/ostree-repo'

/** The metadata objects that a merge reads and writes. */
export interface TreeStore {
  readDirTree(checksum: Checksum): DirTree
  writeDirTree(tree: DirTree): Checksum
  /** The target of a content object that is a symlink (a byte string), undefined for a file. */
  readSymlink(checksum: Checksum): string | undefined
}
