import type { ImageTree } from '@apt2ostree/ostree-tree'
import type { Target } from '../target.js'
import { kernelArgumentRules } from './kernel-argument-rules.js'
import { kernelRules } from './kernel-rules.js'
import { nameRules } from './name-rules.js'
import { ownershipRules } from './ownership-rules.js'
import { rootRules } from './root-rules.js'
import type { Defect, Finding, Rule } from './rule.js'
import { stateRules } from './state-rules.js'

/** All rules, in the order in which they are looked into. */
export const lintRules: readonly Rule[] = [
  ...kernelRules,
  ...kernelArgumentRules,
  ...rootRules,
  ...stateRules,
  ...ownershipRules,
  ...nameRules,
]

/**
 * Yields what keeps a tree from booting, upgrading or staying sound, although `ostree admin
 * deploy` may take it: with the reason and the cure. Nothing for a tree that finalize made. What a
 * rule cannot read is a finding, too; rules whose names are in `skip` are not looked into.
 */
export async function* lintTree(
  tree: ImageTree,
  target: Target,
  skip: readonly string[] = [],
): AsyncGenerator<Finding> {
  for (const rule of lintRules) {
    const { name, severity, cure, targets } = rule
    if (skip.includes(name) || (targets !== undefined && !targets.includes(target))) continue
    for (const defect of await defectsOf(rule, tree, target)) {
      yield { rule: name, severity, cure, ...defect }
    }
  }
}

async function defectsOf({ find }: Rule, tree: ImageTree, target: Target): Promise<Defect[]> {
  try {
    return [...(await find(tree, target))]
  } catch (error) {
    // an error without a code is a defect of ours, none of the tree
    if (!(error instanceof Error) || !('code' in error)) throw error
    return [{ path: '/', reason: `it cannot be looked into: ${error.message}` }]
  }
}
