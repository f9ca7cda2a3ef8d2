import type { Checksum } from '@apt2ostree/ostree-repo'
import type { TreeStore } from './tree-store.js'

/** A directory of one layer, at the path that is being merged. */
export interface DirClaim {
  /** Position of the layer. */
  readonly layer: number
  readonly tree: Checksum
  /** Absent for content that a symlink brought here: it has no say in the metadata. */
  readonly meta?: Checksum
}

/** A file or symlink of one layer. */
export interface FileClaim {
  readonly layer: number
  readonly checksum: Checksum
}

/** What the layers hold under one name: usually one file, or only directories. */
export interface NameClaims {
  readonly files: FileClaim[]
  readonly dirs: DirClaim[]
}

/** What each of the directories holds, by name; claims stand in the order of the layers. */
export function collectClaims(
  store: TreeStore,
  directories: readonly DirClaim[],
): Map<string, NameClaims> {
  const claims = new Map<string, NameClaims>()
  const claimsOf = (name: string) => {
    const known = claims.get(name)
    if (known !== undefined) return known
    const created = { files: [], dirs: [] }
    claims.set(name, created)
    return created
  }
  for (const { layer, tree } of directories) {
    const { files, dirs } = store.readDirTree(tree)
    for (const [name, checksum] of files) claimsOf(name).files.push({ layer, checksum })
    for (const [name, subtree, meta] of dirs)
      claimsOf(name).dirs.push({ layer, tree: subtree, meta })
  }
  return claims
}

/**
 * The directories without those whose content an earlier one and a later one have too: whichever
 * layer is to win, they add nothing.
 */
export function distinctTrees(directories: readonly DirClaim[]): readonly DirClaim[] {
  if (directories.length === 1) return directories
  const first = new Map<Checksum, DirClaim>()
  const last = new Map<Checksum, DirClaim>()
  for (const claim of directories) {
    if (!first.has(claim.tree)) first.set(claim.tree, claim)
    last.set(claim.tree, claim)
  }
  if (first.size === 1) return [...first.values()]
  return directories.filter(
    (claim) => first.get(claim.tree) === claim || last.get(claim.tree) === claim,
  )
}
