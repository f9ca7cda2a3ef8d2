import type { ImageTree } from '@apt2ostree/ostree-tree'
import { readAccountNames } from './account-names.js'
import { FinalizeError } from './errors.js'
import { declareAccounts } from './steps/declare-accounts.js'
import { emptyVar } from './steps/empty-var.js'
import { forgetHost } from './steps/forget-host.js'
import { keepKernelArguments } from './steps/keep-kernel-arguments.js'
import { makeSshHostKeys } from './steps/make-ssh-host-keys.js'
import { placeKernel } from './steps/place-kernel.js'
import { prepareRoot } from './steps/prepare-root.js'
import { relocateState } from './steps/relocate-state.js'
import { shapeRoot } from './steps/shape-root.js'
import { etcOf, type Target } from './target.js'

/** What a deployable tree is for. */
export interface TreeShape {
  /** The version of its kernel. */
  readonly kernel: string
  readonly target: Target
  /** What the kernel is to be started with, beside what finds the root file system. */
  readonly kernelArguments: readonly string[]
}

/**
 * Turns a configured tree into a deployable one, step by step. Files move without being read;
 * only tmpfiles.d and the accounts are. Throws ERR_FINALIZE_TREE for a tree that was finalized
 * before or has no /etc.
 */
export function shapeTree(tree: ImageTree, { kernel, target, kernelArguments }: TreeShape): void {
  assertConfigured(tree)
  placeKernel(tree, kernel)
  forgetHost(tree)
  declareAccounts(tree)
  makeSshHostKeys(tree)
  prepareRoot(tree, target)
  keepKernelArguments(tree, target, kernelArguments)
  const links = relocateState(tree)
  shapeRoot(tree)
  emptyVar(tree, readAccountNames(tree), links)
  if (etcOf(target) !== '/etc') tree.move('/etc', etcOf(target))
}

function assertConfigured(tree: ImageTree): void {
  if (tree.kindOf('/usr/etc') !== undefined || tree.kindOf('/ostree') !== undefined) {
    throw new FinalizeError(
      'ERR_FINALIZE_TREE',
      'cannot finalize the tree: it is deployable already',
    )
  }
  if (tree.kindOf('/etc') !== 'directory') {
    throw new FinalizeError('ERR_FINALIZE_TREE', 'cannot finalize the tree: it has no /etc', {
      hint: 'give the configured tree, as dpkg-configure makes it',
    })
  }
}
