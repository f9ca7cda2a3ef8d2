import type { Checksum, ObjectWriter, Repo, TreeRef } from '@apt2ostree/ostree-repo'
import type { ImageTree } from './image-tree.js'
import type { Directory, NewFile, StoredFile } from './tree-node.js'

/**
 * Writes what is new in a tree and returns its root. Directories that nobody looked into and files
 * that were only moved keep their objects.
 */
export function writeTree(tree: ImageTree, writer: ObjectWriter): TreeRef {
  return writeDirectory(tree.nodes.root, tree.repo, writer)
}

function writeDirectory(directory: Directory, repo: Repo, writer: ObjectWriter): TreeRef {
  const { meta, untouched } = directory
  const metaChecksum = typeof meta === 'string' ? meta : writer.writeDirMeta(meta)
  if (untouched !== undefined) return { tree: untouched, meta: metaChecksum }
  const files: [string, Checksum][] = []
  const dirs: [string, Checksum, Checksum][] = []
  for (const [name, node] of directory.entries(repo)) {
    if (node.kind === 'directory') {
      const child = writeDirectory(node, repo, writer)
      dirs.push([name, child.tree, child.meta])
    } else {
      files.push([name, writeFile(node, writer)])
    }
  }
  return { tree: writer.writeDirTree({ files, dirs }), meta: metaChecksum }
}

function writeFile(node: StoredFile | NewFile, writer: ObjectWriter): Checksum {
  return node.kind === 'stored' ? node.checksum : writer.writeFile(node.header, node.content)
}
