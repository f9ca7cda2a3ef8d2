import type { Checksum } from './checksum.js'
import type { DirMeta } from './dir-meta.js'
import { assertEntryName, textOf } from './entry-name.js'
import { OstreeRepoError } from './errors.js'
import { S_IFDIR } from './file-mode.js'
import type { ObjectWriter } from './object-writer.js'
import type { Repo } from './repo.js'
import type { TreeRef } from './tree-ref.js'

/** Metadata of directories that nobody described: root's, 0755. */
const implicitMeta: DirMeta = { uid: 0, gid: 0, mode: S_IFDIR | 0o755, xattrs: [] }

interface Directory {
  meta: DirMeta | Checksum
  files: Map<string, Checksum>
  /** Directories that are not loaded yet stand for themselves. */
  dirs: Map<string, Directory | TreeRef>
}

const isLoaded = (node: Directory | TreeRef): node is Directory => 'files' in node

/**
 * A tree in memory, changed path by path and then written bottom up. Paths are byte strings
 * (one character a byte) with slashes; leading `/` and `./` make no difference.
 */
export class TreeBuilder {
  readonly #repo: Repo | undefined
  #root: Directory | TreeRef

  private constructor(root: Directory | TreeRef, repo?: Repo) {
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
    this.#directory(split(path)).meta = meta
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

  /** Removes the file, or the directory and all below it; tells whether there was one. */
  remove(path: string): boolean {
    const [directory, name] = this.#parent(path)
    const wasFile = directory.files.delete(name)
    return directory.dirs.delete(name) || wasFile
  }

  /** The content object at `path`, or undefined. */
  fileAt(path: string): Checksum | undefined {
    const names = split(path)
    const name = names.pop()
    return name === undefined ? undefined : this.#existing(names)?.files.get(name)
  }

  /** Whether there is a directory at `path`. */
  hasDirectory(path: string): boolean {
    return this.#existing(split(path)) !== undefined
  }

  /** Writes the directories and gives the root. */
  write(writer: ObjectWriter): TreeRef {
    return writeNode(this.#root, writer)
  }

  #parent(path: string): [Directory, string] {
    const names = split(path)
    const name = names.pop()
    if (name === undefined) throw clash(path, 'the root')
    return [this.#directory(names), name]
  }

  #directory(names: string[]): Directory {
    let directory = this.#loadRoot()
    for (const [i, name] of names.entries()) {
      if (directory.files.has(name)) throw clash(names.slice(0, i + 1).join('/'), 'a file')
      directory = this.#child(directory, name) ?? addDirectory(directory, name)
    }
    return directory
  }

  #existing(names: string[]): Directory | undefined {
    let directory: Directory | undefined = this.#loadRoot()
    for (const name of names) {
      directory = directory === undefined ? undefined : this.#child(directory, name)
    }
    return directory
  }

  #loadRoot(): Directory {
    this.#root = this.#load(this.#root)
    return this.#root
  }

  #child(directory: Directory, name: string): Directory | undefined {
    const child = directory.dirs.get(name)
    if (child === undefined || isLoaded(child)) return child
    const loaded = this.#load(child)
    directory.dirs.set(name, loaded)
    return loaded
  }

  #load(node: Directory | TreeRef): Directory {
    if (isLoaded(node)) return node
    const { files, dirs } = (this.#repo as Repo).readDirTree(node.tree)
    return {
      meta: node.meta,
      files: new Map(files),
      dirs: new Map(dirs.map(([name, tree, meta]) => [name, { tree, meta }])),
    }
  }
}

function emptyDirectory(meta: DirMeta | Checksum): Directory {
  return { meta, files: new Map(), dirs: new Map() }
}

function addDirectory(parent: Directory, name: string): Directory {
  const directory = emptyDirectory(implicitMeta)
  parent.dirs.set(name, directory)
  return directory
}

function writeNode(node: Directory | TreeRef, writer: ObjectWriter): TreeRef {
  if (!isLoaded(node)) return node
  const dirs = [...node.dirs].map(([name, child]) => {
    const { tree, meta } = writeNode(child, writer)
    return [name, tree, meta] as const
  })
  return {
    tree: writer.writeDirTree({ files: [...node.files], dirs }),
    meta: typeof node.meta === 'string' ? node.meta : writer.writeDirMeta(node.meta),
  }
}

function split(path: string): string[] {
  const names = path.split('/').filter((name) => name !== '' && name !== '.')
  for (const name of names) assertEntryName(name)
  return names
}

function clash(path: string, what: string): OstreeRepoError {
  return new OstreeRepoError(
    'ERR_OSTREE_INVALID_TREE',
    `cannot put an entry at "${textOf(path)}": there is ${what}`,
  )
}
