import { posix } from 'node:path'
import {
  type Checksum,
  type DirMeta,
  type FileHeader,
  type Repo,
  S_IFDIR,
  type TreeRef,
} from '@apt2ostree/ostree-repo'
import { TreePathError } from './errors.js'
import { newDirectory, newFile, newSymlink, type Ownership } from './new-node.js'
import { NodeTree, namesOf } from './node-tree.js'
import { type OpenFile, openNode } from './open-node.js'
import { type ChangedFile, copyNode } from './tree-node.js'

/** What stands at a path. */
export type EntryKind = 'file' | 'symlink' | 'directory'

/**
 * A tree in memory, by path: to look into and to reshape, contents included, with nothing written
 * before {@link writeTree}. Where files become objects at once, as in an import, ostree-repo's
 * TreeBuilder needs less. Paths are absolute and byte strings (one character a byte); symlinks are
 * never followed. Directories are read when they are first looked into, files when asked for:
 * moving either reads nothing.
 */
export class ImageTree {
  readonly nodes: NodeTree

  constructor(repo: Repo, root: TreeRef) {
    this.nodes = new NodeTree(repo, root)
  }

  /** Where its objects are. */
  get repo(): Repo {
    return this.nodes.repo
  }

  /** What stands at `path`, undefined when nothing does. */
  kindOf(path: string): EntryKind | undefined {
    const node = this.nodes.find(path)
    if (node === undefined) return undefined
    if (node.kind === 'directory') return 'directory'
    return openNode(this.repo, node).header.symlinkTarget === undefined ? 'file' : 'symlink'
  }

  /** The names in the directory at `path`, sorted by their bytes; none where there is no directory. */
  names(path: string): string[] {
    const node = this.nodes.find(path)
    return node?.kind === 'directory' ? [...node.entries(this.repo).keys()].sort() : []
  }

  /** The path of everything below the directory `path`, parents before children. */
  *walk(path: string): Generator<string> {
    for (const name of this.names(path)) {
      const child = posix.join(path, name)
      yield child
      yield* this.walk(child)
    }
  }

  /** The metadata of the file or symlink at `path`. Throws TreePathError where there is none. */
  header(path: string): FileHeader {
    return this.#openAt(path).header
  }

  /** The metadata of the directory at `path`. Throws TreePathError where there is none. */
  dirMeta(path: string): DirMeta {
    const { meta } = this.nodes.directoryAt(path)
    return typeof meta === 'string' ? this.repo.readDirMeta(meta) : meta
  }

  /** The target of the symlink at `path` as a byte string; undefined where there is none. */
  symlinkTarget(path: string): string | undefined {
    const node = this.nodes.find(path)
    if (node === undefined || node.kind === 'directory') return undefined
    return openNode(this.repo, node).header.symlinkTarget
  }

  /** The content of the file at `path`. Throws TreePathError where there is none. */
  read(path: string): Buffer {
    return this.#openAt(path).readAll()
  }

  /** Puts a file at `path`, in place of a file that is there; mode 0644, owned by root. */
  addFile(path: string, content: string | Buffer, ownership: Ownership = {}): void {
    this.nodes.put(path, newFile(content, ownership))
  }

  /** Puts a symlink at `path`, in place of a file that is there, owned by root. */
  addSymlink(path: string, target: string): void {
    this.nodes.put(path, newSymlink(target))
  }

  /** Makes the directory `path` and its parents where they are missing; mode 0755, owned by root. */
  addDirectory(path: string, ownership: Ownership = {}): void {
    if (this.kindOf(path) !== 'directory') this.nodes.put(path, newDirectory(ownership))
  }

  /** Gives what stands at `path` another owner; a file's content is read when the tree is written. */
  chown(path: string, uid: number, gid: number): void {
    this.#change(path, { uid, gid })
  }

  /** Gives the directory at `path` other permission bits. */
  chmod(path: string, mode: number): void {
    this.#change(path, { mode: S_IFDIR | mode })
  }

  /** Gives what stands at `path` other extended attributes, as {@link ImageTree.chown} does. */
  setXattrs(path: string, xattrs: DirMeta['xattrs']): void {
    this.#change(path, { xattrs })
  }

  /**
   * Moves what stands at `from`, whole and unread, to `to`, where nothing may be but a file. Throws
   * TreePathError, also where `to` lies below `from`.
   */
  move(from: string, to: string): void {
    const [source, target] = [namesOf(from), namesOf(to)]
    const node = this.nodes.at(from)
    const isWithin = source.every((name, i) => name === target[i])
    if (isWithin && source.length === target.length) return
    if (isWithin) throw new TreePathError(to, `it lies below "${from}", which is to be moved there`)
    this.nodes.put(to, node)
    this.remove(from)
  }

  /** Puts a copy of what stands at `from` in another tree, or in this one, of the same repo at `path`. */
  graft(path: string, other: ImageTree, from: string): void {
    this.nodes.put(path, copyNode(other.nodes.at(from)))
  }

  /** Takes away what stands at `path`, with all below it; no matter if there is nothing. */
  remove(path: string): void {
    this.nodes.remove(path)
  }

  #change(path: string, change: Partial<DirMeta>): void {
    const node = this.nodes.at(path)
    if (node.kind === 'directory') node.meta = { ...this.dirMeta(path), ...change }
    else {
      const header = { ...openNode(this.repo, node).header, ...change }
      this.nodes.put(
        path,
        node.kind === 'new' ? { ...node, header } : changed(node.checksum, header),
      )
    }
  }

  #openAt(path: string): OpenFile {
    const node = this.nodes.at(path)
    if (node.kind === 'directory') throw new TreePathError(path, 'is a directory')
    return openNode(this.repo, node)
  }
}

function changed(checksum: Checksum, header: FileHeader): ChangedFile {
  return { kind: 'changed', checksum, header }
}
