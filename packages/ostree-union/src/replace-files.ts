import type { Checksum } from '@apt2ostree/ostree-repo'
import type { TreeStore } from './tree-store.js'

/**
 * The tree with other content objects for files that it has, by their paths with a leading slash.
 * Only the directories on the way are read and written.
 */
export function replaceFiles(
  store: TreeStore,
  tree: Checksum,
  replacements: ReadonlyMap<string, Checksum>,
): Checksum {
  let root = tree
  for (const [path, checksum] of replacements) {
    root = replaceFile(store, root, path.split('/').slice(1), checksum)
  }
  return root
}

function replaceFile(
  store: TreeStore,
  tree: Checksum,
  [name, ...rest]: readonly string[],
  checksum: Checksum,
): Checksum {
  const { files, dirs } = store.readDirTree(tree)
  if (rest.length === 0) {
    const replaced = files.map((file) => (file[0] === name ? ([name, checksum] as const) : file))
    return store.writeDirTree({ files: replaced, dirs })
  }
  const changed = dirs.map((dir) =>
    dir[0] === name ? ([name, replaceFile(store, dir[1], rest, checksum), dir[2]] as const) : dir,
  )
  return store.writeDirTree({ files, dirs: changed })
}
