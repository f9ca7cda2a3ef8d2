import type { FileHeader, Repo } from '@apt2ostree/ostree-repo'
import type { FileNode } from './tree-node.js'

/** A file or symlink: its metadata now, its content on demand. */
export interface OpenFile {
  readonly header: FileHeader
  readAll(): Buffer
}

/** Opens a file or symlink, be it an object of the repo or new. */
export function openNode(repo: Repo, node: FileNode): OpenFile {
  if (node.kind === 'new') return { header: node.header, readAll: () => node.content }
  const stored = repo.openFile(node.checksum)
  return node.kind === 'stored' ? stored : { header: node.header, readAll: stored.readAll }
}
