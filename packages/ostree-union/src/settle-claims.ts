import type { FileClaim, NameClaims } from './directory-claims.js'
import type { MergeState } from './merge-state.js'
import { symlinkedDirectory } from './symlink-target.js'

/**
 * The claims with those of one kind only. dpkg never replaces a directory by a symlink, nor a
 * symlink to a directory by a directory (tarobject in dpkg's src/main/archives.c): the earlier one
 * stays, and a directory's content goes to where the symlink leads.
 */
export function settleKinds(state: MergeState, path: string, claims: NameClaims): NameClaims {
  const [file] = claims.files
  const [dir] = claims.dirs
  if (file === undefined || dir === undefined) return claims
  const onlyFiles = { files: claims.files, dirs: [] }
  const onlyDirs = { files: [], dirs: claims.dirs }
  const target = state.store.readSymlink(file.checksum)
  if (target !== undefined) {
    if (dir.layer < file.layer) return onlyDirs
    const to = symlinkedDirectory(state.store, state.layers, path, target)
    if (to !== undefined) {
      for (const { layer, tree } of claims.dirs)
        state.newGrafts.push({ layer, tree, from: path, to })
      return onlyFiles
    }
  }
  const [first, second] = dir.layer < file.layer ? [dir, file] : [file, dir]
  switch (state.policy(first.layer, second.layer)) {
    case 'first':
      return first === dir ? onlyDirs : onlyFiles
    case 'second':
      return second === dir ? onlyDirs : onlyFiles
    case 'conflict':
      state.conflicts.push({
        path,
        first: first.layer,
        second: second.layer,
        reason: first === dir ? 'is a directory and a file' : 'is a file and a directory',
      })
      return onlyDirs
  }
}

/** The file that stays when one or more layers have one at `path`. */
export function settleFiles(
  state: MergeState,
  path: string,
  claims: readonly FileClaim[],
): FileClaim | undefined {
  let [kept] = claims
  for (const claim of claims) {
    if (kept === undefined || claim.checksum === kept.checksum) continue
    const verdict = state.policy(kept.layer, claim.layer)
    if (verdict === 'conflict') {
      const layers = { first: kept.layer, second: claim.layer }
      state.conflicts.push({ path, ...layers, reason: 'differs' })
      continue
    }
    const loser: FileClaim = verdict === 'first' ? claim : kept
    state.overridden.push({ path, layer: loser.layer })
    if (verdict === 'second') kept = claim
  }
  return kept
}
