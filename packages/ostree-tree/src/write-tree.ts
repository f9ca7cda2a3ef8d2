import { closeSync, openSync, readSync } from 'node:fs'
import type { Checksum, ObjectWriter, Repo, TreeRef } from '@apt2ostree/ostree-repo'
import type { ImageTree } from './image-tree.js'
import type { ChangedFile, Directory, FileNode } from './tree-node.js'

const CHUNK_BYTES = 1024 * 1024

/**
 * Writes what is new in a tree and returns its root. Untouched directories, and files that were only
 * moved, keep their objects.
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
      files.push([name, writeFile(node, repo, writer)])
    }
  }
  return { tree: writer.writeDirTree({ files, dirs }), meta: metaChecksum }
}

function writeFile(node: FileNode, repo: Repo, writer: ObjectWriter): Checksum {
  switch (node.kind) {
    case 'stored':
      return node.checksum
    case 'new':
      return writer.writeFile(node.header, node.content)
    case 'changed':
      return writeChanged(node, repo, writer)
  }
}

/** Contents that are files of the repo may have any size, compressed ones up to 2 GiB. */
function writeChanged({ checksum, header }: ChangedFile, repo: Repo, writer: ObjectWriter) {
  const { plainFile, size, readAll } = repo.openFile(checksum)
  if (plainFile === undefined || size <= CHUNK_BYTES) return writer.writeFile(header, readAll())
  const sink = writer.beginFile(header, size)
  const fd = openSync(plainFile.path, 'r')
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    for (let got = 1; got > 0; ) {
      got = readSync(fd, chunk)
      sink.write(chunk.subarray(0, got))
    }
    return sink.finish()
  } finally {
    closeSync(fd)
    sink.abort()
  }
}
