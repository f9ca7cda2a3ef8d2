import { OstreeRepoError } from '../errors.js'
import type { Checksum } from '../objects/checksum.js'
import type { DirMeta } from '../objects/dir-meta.js'
import { entryNames, textOf } from '../objects/entry-name.js'
import { S_IFDIR } from '../objects/file-mode.js'
import type { Repo } from '../repo.js'
import type { ObjectWriter } from '../transaction/object-writer.js'
import type { TreeRef } from './tree-entry.js'

/** Metadata of directories that nobody described: root's, 0755. */
const implicitMeta: DirMeta = { uid: 0, gid: 0, mode: S_IFDIR | 0o755, xattrs: [] }

/**
 * A tree of objects that exist, put together path by path and then written bottom up: what imports
 * need. It holds checksums and no contents, so that a tree may be larger than memory; to look into
 * files and reshape a tree there is the package ostree-tree. Paths are byte strings (one character a
 * byte) with slashes; leading `/` and `./` make no difference.
 */
export class TreeBuilder {
  readonly #repo: Repo | undefined
  #root: TreeDirectory

  private constructor(root: TreeDirectory, repo?: Repo) {
    this.#root = root
    this.#repo = repo
  }

  /** An empty tree. */
  static empty(rootMeta: DirMeta = implicitMeta): TreeBuilder {
    return new TreeBuilder(emptyDirectory(rootMeta))
  }

  /** A tree of the repo; its directories are read when they are needed. */
  static from(repo: Repo, root: TreeRef): TreeBuilder {
    return new TreeBuilder(root, repo)
  }

  /** Makes a directory, or changes the metadata of the one that is there; `/` is the root. */
  mkdir(path: string, meta: DirMeta | Checksum): void {
    this.#directory(entryNames(path)).meta = meta
  }

  /** Puts a content object at `path`, in place of any other. Throws ERR_OSTREE_INVALID_TREE. */
  addFile(path: string, checksum: Checksum): void {
    const [directory, name] = this.#parent(path)
    if (directory.dirs.has(name)) throw clash(path, 'a directory')
    directory.files.set(name, checksum)
  }

  /** Puts a tree of the repo at `path`, in place of any other. Throws ERR_OSTREE_INVALID_TREE. */
  addTree(path: string, tree: TreeRef): void {
    const [directory, name] = this.#parent(path)
    if (directory.files.has(name)) throw clash(path, 'a file')
    directory.dirs.set(name, tree)
  }

  /** The content object at `path`, or undefined. */
  fileAt(path: string): Checksum | undefined {
    const names = entryNames(path)
    const name = names.pop()
    return name === undefined ? undefined : this.#existing(names)?.files.get(name)
  }

  /** Whether there is a directory at `path`. */
  hasDirectory(path: string): boolean {
    return this.#existing(entryNames(path)) !== undefined
  }

  /** Takes away what is at `path`, a directory with all that it holds; returns whether there was anything. */
  remove(path: string): boolean {
    const names = entryNames(path)
    const name = names.pop()
    if (name === undefined) throw clash(path, 'the root')
    const directory = this.#existing(names)
    return directory?.files.delete(name) === true || directory?.dirs.delete(name) === true
  }

  /** Takes away all that the directory at `path` holds; returns whether there is such a directory. */
  clear(path: string): boolean {
    const directory = this.#existing(entryNames(path))
    directory?.files.clear()
    directory?.dirs.clear()
    return directory !== undefined
  }

  /** Writes the directories and gives the root. */
  write(writer: ObjectWriter): TreeRef {
    return writeDirectory(this.#root, writer)
  }

  #parent(path: string): [OpenDirectory, string] {
    const names = entryNames(path)
    const name = names.pop()
    if (name === undefined) throw clash(path, 'the root')
    return [this.#directory(names), name]
  }

  #directory(names: string[]): OpenDirectory {
    let directory = this.#openRoot()
    for (const [i, name] of names.entries()) {
      if (directory.files.has(name)) throw clash(names.slice(0, i + 1).join('/'), 'a file')
      directory = this.#child(directory, name) ?? addDirectory(directory, name)
    }
    return directory
  }

  #existing(names: string[]): OpenDirectory | undefined {
    let directory: OpenDirectory | undefined = this.#openRoot()
    for (const name of names) {
      directory = directory === undefined ? undefined : this.#child(directory, name)
    }
    return directory
  }

  #openRoot(): OpenDirectory {
    this.#root = this.#open(this.#root)
    return this.#root
  }

  #child(directory: OpenDirectory, name: string): OpenDirectory | undefined {
    const child = directory.dirs.get(name)
    if (child === undefined || isOpen(child)) return child
    const opened = this.#open(child)
    directory.dirs.set(name, opened)
    return opened
  }

  #open(directory: TreeDirectory): OpenDirectory {
    if (isOpen(directory)) return directory
    if (this.#repo !== undefined) return openDirectory(this.#repo, directory)
    throw new OstreeRepoError(
      'ERR_OSTREE_INVALID_TREE',
      'cannot look into a tree that was added: the builder was given no repo',
    )
  }
}

function addDirectory(parent: OpenDirectory, name: string): OpenDirectory {
  const directory = emptyDirectory(implicitMeta)
  parent.dirs.set(name, directory)
  return directory
}

function clash(path: string, what: string): OstreeRepoError {
  return new OstreeRepoError(
    'ERR_OSTREE_INVALID_TREE',
    `cannot put an entry at "${textOf(path)}": there is ${what}`,
  )
}

/** A directory of a tree that is being built; one that nobody looked into stands for itself. */
export type TreeDirectory = OpenDirectory | TreeRef

/** A directory whose entries can be changed. */
export interface OpenDirectory {
  meta: DirMeta | Checksum
  readonly files: Map<string, Checksum>
  readonly dirs: Map<string, TreeDirectory>
}

/** Whether the entries are in memory. */
export const isOpen = (directory: TreeDirectory): directory is OpenDirectory => 'files' in directory

/** A directory without entries. */
export function emptyDirectory(meta: DirMeta | Checksum): OpenDirectory {
  return { meta, files: new Map(), dirs: new Map() }
}

/** The directory with its entries, read from the repo. Throws as reading objects does. */
export function openDirectory(repo: Repo, { tree, meta }: TreeRef): OpenDirectory {
  const { files, dirs } = repo.readDirTree(tree)
  return {
    meta,
    files: new Map(files),
    dirs: new Map(
      dirs.map(([name, childTree, childMeta]) => [name, { tree: childTree, meta: childMeta }]),
    ),
  }
}

/** Writes a directory and those in it, bottom up; what nobody looked into keeps its objects. */
export function writeDirectory(directory: TreeDirectory, writer: ObjectWriter): TreeRef {
  if (!isOpen(directory)) return directory
  const dirs = [...directory.dirs].map(([name, child]) => {
    const { tree, meta } = writeDirectory(child, writer)
    return [name, tree, meta] as const
  })
  return {
    tree: writer.writeDirTree({ files: [...directory.files], dirs }),
    meta: typeof directory.meta === 'string' ? directory.meta : writer.writeDirMeta(directory.meta),
  }
}
