import type { ImageTree } from '@apt2ostree/ostree-tree'
import type { Target } from '../target.js'

/** A place in a tree that keeps it from booting, upgrading or staying sound. */
export interface Defect {
  readonly path: string
  /** What is wrong and what comes of it. */
  readonly reason: string
}

/** `fatal`: the tree does not boot or upgrade, or is unsafe. `warning`: something in it is of no use, or fragile. */
export type Severity = 'fatal' | 'warning'

/** Looks for one kind of defect. */
export interface Rule {
  /** What messages call it. */
  readonly name: string
  readonly severity: Severity
  /** What to do about it. */
  readonly cure: string
  /** Checked for these targets only; for all without it. */
  readonly targets?: readonly Target[]
  find(tree: ImageTree, target: Target): Iterable<Defect> | Promise<Iterable<Defect>>
}

/** A defect as it is reported. */
export interface Finding extends Defect {
  readonly rule: string
  readonly severity: Severity
  readonly cure: string
}
