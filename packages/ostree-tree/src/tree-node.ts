import type { Checksum, DirMeta, FileHeader, Repo } from '@apt2ostree/ostree-repo'

/** A file or symlink that is an object already. */
export interface StoredFile {
  readonly kind: 'stored'
  readonly checksum: Checksum
}

/** A file or symlink that is still to be written. */
export interface NewFile {
  readonly kind: 'new'
  readonly header: FileHeader
  readonly content: Buffer
}

/** A file or symlink that is an object already, to be written with other metadata. */
export interface ChangedFile {
  readonly kind: 'changed'
  /** The object that has the content. */
  readonly checksum: Checksum
  readonly header: FileHeader
}

/** A file or symlink. */
export type FileNode = StoredFile | NewFile | ChangedFile

/** What a name in a directory stands for; files are never changed, directories are. */
export type TreeNode = FileNode | Directory

/** Returns a node that changes without the one given. */
export function copyNode(node: TreeNode): TreeNode {
  return node.kind === 'directory' ? node.copy() : node
}

/** A directory: an object until someone looks into it, then its entries. */
export class Directory {
  readonly kind = 'directory'
  /** A dirmeta that is an object already, or one that is still to be written. */
  meta: Checksum | DirMeta
  /** The dirtree object, as long as nobody looked inside. */
  #stored: Checksum | undefined
  #entries = new Map<string, TreeNode>()

  constructor(meta: Checksum | DirMeta, stored?: Checksum) {
    this.meta = meta
    this.#stored = stored
  }

  /** The dirtree object that holds all there is here; undefined once it was opened. */
  get untouched(): Checksum | undefined {
    return this.#stored
  }

  /** Returns the same directory, to be changed without this one. */
  copy(): Directory {
    const copy = new Directory(this.meta, this.#stored)
    for (const [name, node] of this.#entries) copy.#entries.set(name, copyNode(node))
    return copy
  }

  /** The entries by name, to read and to change. */
  entries(repo: Repo): Map<string, TreeNode> {
    if (this.#stored !== undefined) {
      const { files, dirs } = repo.readDirTree(this.#stored)
      for (const [name, checksum] of files) this.#entries.set(name, { kind: 'stored', checksum })
      for (const [name, tree, meta] of dirs) this.#entries.set(name, new Directory(meta, tree))
      this.#stored = undefined
    }
    return this.#entries
  }
}
