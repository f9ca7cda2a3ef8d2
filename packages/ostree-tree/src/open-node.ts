import type { FileHeader, Repo } from '@apt2ostree/ostree-repo'
import type { NewFile, StoredFile } from './tree-node.js'

/** A file or symlink: its metadata now, its content on demand. */
export interface OpenFile {
  readonly header: FileHeader
  readAll(): Buffer
}

/** Opens a file or symlink, be it an object of the repo or new. */
export function openNode(repo: Repo, node: StoredFile | NewFile): OpenFile {
  if (node.kind === 'stored') return repo.openFile(node.checksum)
  return { header: node.header, readAll: () => node.content }
}
