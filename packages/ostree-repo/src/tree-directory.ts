import type { Checksum } from './checksum.js'
import type { DirMeta } from './dir-meta.js'
import type { ObjectWriter } from './object-writer.js'
import type { Repo } from './repo.js'
import type { TreeRef } from './tree-ref.js'

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
