import type { Checksum, DirTreeDir, DirTreeFile } from '@apt2ostree/ostree-repo'
import { collectClaims, type DirClaim, distinctTrees } from './directory-claims.js'
import type { MergeState } from './merge-state.js'
import { settleFiles, settleKinds } from './settle-claims.js'

/**
 * The tree of several directories that share a path. A subtree that only one of them has, or that
 * all have alike, is taken over without being read. `path` is empty for the root.
 */
export function mergeDirectory(
  state: MergeState,
  path: string,
  directories: readonly DirClaim[],
): Checksum {
  const distinct = distinctTrees(directories)
  const [only] = distinct
  if (only !== undefined && distinct.length === 1 && !state.grafts.touches(path)) return only.tree
  const files: DirTreeFile[] = []
  const dirs: DirTreeDir[] = []
  for (const [name, claims] of collectClaims(state.store, distinct)) {
    const child = `${path}/${name}`
    const moved = { files: claims.files, dirs: state.grafts.apply(child, claims.dirs) }
    const settled = settleKinds(state, child, moved)
    const file = settleFiles(state, child, settled.files)
    if (file !== undefined) files.push([name, file.checksum])
    const meta = settled.dirs.find((claim) => claim.meta !== undefined)?.meta
    if (meta !== undefined) dirs.push([name, mergeDirectory(state, child, settled.dirs), meta])
  }
  return state.store.writeDirTree({ files, dirs })
}
