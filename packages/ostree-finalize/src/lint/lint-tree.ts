import type { ImageTree } from '@apt2ostree/ostree-tree'
import type { Target } from '../target.js'
import { kernelArgumentRules } from './kernel-argument-rules.js'
import { kernelRules } from './kernel-rules.js'
import { nameRules } from './name-rules.js'
import { ownershipRules } from './ownership-rules.js'
import { rootRules } from './root-rules.js'
import type { Finding, Rule } from './rule.js'
import { stateRules } from './state-rules.js'

const RULES: readonly Rule[] = [
  ...kernelRules,
  ...kernelArgumentRules,
  ...rootRules,
  ...stateRules,
  ...ownershipRules,
  ...nameRules,
]

/**
 * Yields what keeps a tree from booting, upgrading or staying sound, although `ostree admin
 * deploy` may take it: with the reason and the cure. Nothing for a tree that finalize made.
 */
export async function* lintTree(tree: ImageTree, target: Target): AsyncGenerator<Finding> {
  for (const { name, cure, targets, find } of RULES) {
    if (targets !== undefined && !targets.includes(target)) continue
    for (const defect of await find(tree, target)) yield { rule: name, cure, ...defect }
  }
}
