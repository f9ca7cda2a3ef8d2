import { type Checksum, textOf } from '@apt2ostree/ostree-repo'
import type { ConflictPolicy } from './conflict-policy.js'
import { UnionConflictError, UnionSymlinkError } from './errors.js'
import { closesCircle, type Graft, GraftPlan } from './graft-plan.js'
import type { Layer } from './layer.js'
import { mergeDirectory } from './merge-directory.js'
import type { MergeState, OverriddenFile } from './merge-state.js'
import type { TreeStore } from './tree-store.js'

/** The tree of several layers, and the files that are not in it because another layer's are. */
export interface MergedLayers {
  readonly tree: Checksum
  readonly overridden: readonly OverriddenFile[]
}

/**
 * The tree of all layers together, each over those before it; directories have the metadata of the
 * first layer that holds them, as with dpkg. Throws UnionConflictError with every conflict, and
 * UnionSymlinkError.
 *
 * Where a directory meets an earlier symlink, its content belongs to another place of the tree, and
 * the pass starts anew with that move: such layers are rare and a pass is cheap.
 */
export function mergeLayers(
  store: TreeStore,
  layers: readonly Layer[],
  policy: ConflictPolicy,
): MergedLayers {
  const roots = layers.map(({ tree, meta }, layer) => ({ layer, tree, meta }))
  const grafts: Graft[] = []
  for (;;) {
    const plan = new GraftPlan(grafts)
    const found = { conflicts: [], overridden: [], newGrafts: [] }
    const state: MergeState = { store, layers, policy, grafts: plan, ...found }
    const tree = mergeDirectory(state, '', roots)
    const broken = plan.lost() ?? state.newGrafts.find((graft) => closesCircle(graft, grafts))
    if (broken !== undefined) throw new UnionSymlinkError(textOf(broken.from))
    if (state.newGrafts.length > 0) {
      grafts.push(...state.newGrafts)
      continue
    }
    if (state.conflicts.length > 0) throw conflictError(layers, state)
    return { tree, overridden: state.overridden }
  }
}

function conflictError(layers: readonly Layer[], { conflicts }: MergeState): UnionConflictError {
  const nameOf = (position: number) => layers[position]?.name ?? ''
  return new UnionConflictError(
    conflicts.map(({ path, first, second, reason }) => ({
      path: textOf(path),
      first: nameOf(first),
      second: nameOf(second),
      reason,
    })),
  )
}
