import { readFile, stat } from 'node:fs/promises'
import { byteStringOf } from '@apt2ostree/ostree-repo'
import type { ImageTree } from '@apt2ostree/ostree-tree'
import type { AddedFile } from '@apt2ostree/treefile'
import type { ImageChanges } from './changes.js'
import { CustomizeError } from './errors.js'
import { followSymlinks } from './follow-symlinks.js'

/**
 * Takes an image's `remove-files` out of a tree and puts its `add-files` in, owned by root and with
 * mode 0755 or 0644, as the file may be run or not. Throws CustomizeError.
 */
export async function changeFiles(
  tree: ImageTree,
  { removeFiles, addFiles }: ImageChanges,
): Promise<void> {
  for (const path of removeFiles) {
    const place = followSymlinks(tree, byteStringOf(path))
    if (tree.kindOf(place) === undefined) {
      throw new CustomizeError(`cannot remove "${path}": the image does not have it`)
    }
    tree.remove(place)
  }
  for (const file of addFiles) await addFile(tree, file)
}

async function addFile(tree: ImageTree, { source, target }: AddedFile): Promise<void> {
  try {
    const { mode } = await stat(source)
    const content = await readFile(source)
    const permissions = mode & 0o100 ? 0o755 : 0o644
    tree.addFile(followSymlinks(tree, byteStringOf(target)), content, { mode: permissions })
  } catch (cause) {
    throw new CustomizeError(`cannot add "${source}" as "${target}"`, { cause })
  }
}
