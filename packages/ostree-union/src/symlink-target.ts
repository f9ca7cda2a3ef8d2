import { posix } from 'node:path'
import type { Layer } from './layer.js'
import type { TreeStore } from './tree-store.js'

/**
 * The path of the directory that a symlink leads to, or undefined when no layer has a directory
 * there. `path` and the result begin with a slash; `target` is the text of the symlink.
 */
export function symlinkedDirectory(
  store: TreeStore,
  layers: readonly Layer[],
  path: string,
  target: string,
): string | undefined {
  const resolved = posix.resolve(posix.dirname(path), target)
  return layers.some((layer) => hasDirectory(store, layer, resolved)) ? resolved : undefined
}

function hasDirectory(store: TreeStore, { tree }: Layer, path: string): boolean {
  let at = tree
  for (const name of path.split('/').slice(1)) {
    const entry = store.readDirTree(at).dirs.find(([entryName]) => entryName === name)
    if (entry === undefined) return false
    at = entry[1]
  }
  return true
}
