import type { ConflictPolicy } from './conflict-policy.js'
import type { Graft, GraftPlan } from './graft-plan.js'
import type { Layer } from './layer.js'
import type { TreeStore } from './tree-store.js'

/** Two layers at one path, by their positions, and why they cannot both be there. */
export interface ClaimConflict {
  readonly path: string
  readonly first: number
  readonly second: number
  readonly reason: string
}

/** A file of a layer, by its position, that gave way to another layer's. */
export interface OverriddenFile {
  /** With a leading slash; a byte string. */
  readonly path: string
  readonly layer: number
}

/** What one pass over the layers needs, and what it finds. */
export interface MergeState {
  readonly store: TreeStore
  readonly layers: readonly Layer[]
  readonly policy: ConflictPolicy
  readonly grafts: GraftPlan
  readonly conflicts: ClaimConflict[]
  readonly overridden: OverriddenFile[]
  readonly newGrafts: Graft[]
}
