import type { TreeRef, Variant } from '@apt2ostree/ostree-repo'
import type { Treefile } from '@apt2ostree/treefile'
import type { BuildContext } from './build-context.js'

/** The root of a tree, and what its commit has to say of it. */
export interface BootableTree {
  readonly root: TreeRef
  readonly metadata: ReadonlyMap<string, Variant>
}

/**
 * Makes a tree bootable if the image says what boots it; returns it as it is if not. Throws the
 * errors of ostree-finalize and the sandbox.
 */
export async function makeBootable(
  image: Treefile,
  root: TreeRef,
  { repo, signal, progress, verbose }: BuildContext,
): Promise<BootableTree> {
  const { deploy: target, kernelArguments } = image
  if (target === undefined) return { root, metadata: new Map() }
  const { finalize } = await import('@apt2ostree/ostree-finalize')
  progress(`${image.name}: finalizing`)
  // programs in the sandbox start from a commit
  const rev = await repo.transaction((transaction) =>
    transaction.writeCommit({ rootTree: root.tree, rootMeta: root.meta }),
  )
  const commit = await finalize({
    ...{ repo, rev, target, kernelArguments, signal },
    onOutput: (chunk) => verbose(chunk.toString('utf8').trimEnd()),
  })
  return { root: repo.readRoot(commit), metadata: repo.readCommit(commit).metadata }
}
