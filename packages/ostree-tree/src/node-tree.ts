import type { Repo, TreeRef } from '@apt2ostree/ostree-repo'
import { TreePathError } from './errors.js'
import { newDirectory } from './new-node.js'
import { Directory, type TreeNode } from './tree-node.js'

/** Returns the names in a path. */
export function namesOf(path: string): string[] {
  return path.split('/').filter(Boolean)
}

/** The nodes of a tree by path; paths are absolute byte strings, symlinks are not followed. */
export class NodeTree {
  readonly root: Directory
  readonly repo: Repo

  constructor(repo: Repo, root: TreeRef) {
    this.repo = repo
    this.root = new Directory(root.meta, root.tree)
  }

  /** What stands at `path`, undefined when nothing does. */
  find(path: string): TreeNode | undefined {
    let node: TreeNode | undefined = this.root
    for (const name of namesOf(path)) {
      if (node?.kind !== 'directory') return undefined
      node = node.entries(this.repo).get(name)
    }
    return node
  }

  /** What stands at `path`. Throws TreePathError when nothing does. */
  at(path: string): TreeNode {
    const node = this.find(path)
    if (node === undefined) throw new TreePathError(path, 'no such file or directory')
    return node
  }

  /** The directory at `path`. Throws TreePathError when there is none. */
  directoryAt(path: string): Directory {
    const node = this.at(path)
    if (node.kind !== 'directory') throw new TreePathError(path, 'not a directory')
    return node
  }

  /** Puts a node at `path`, in place of a file, and makes the directories above it that are missing. */
  put(path: string, node: TreeNode): void {
    const [parent, name] = split(path)
    if (name === undefined) throw new TreePathError(path, 'it is the root')
    if (this.find(parent) === undefined) this.put(parent, newDirectory({}))
    const entries = this.directoryAt(parent).entries(this.repo)
    if (entries.get(name)?.kind === 'directory') {
      throw new TreePathError(path, 'a directory is in the way')
    }
    entries.set(name, node)
  }

  /** Takes away what stands at `path`, with all below it; no matter if there is nothing. */
  remove(path: string): void {
    const [directory, name] = split(path)
    if (name === undefined) throw new TreePathError(path, 'it is the root')
    const parent = this.find(directory)
    if (parent?.kind === 'directory') parent.entries(this.repo).delete(name)
  }
}

function split(path: string): [parent: string, name: string | undefined] {
  const names = namesOf(path)
  const name = names.pop()
  return [`/${names.join('/')}`, name]
}
