import { type Checksum, type Commit, type Repo, Variant } from '@apt2ostree/ostree-repo'
import { ImageTree, writeTree } from '@apt2ostree/ostree-tree'
import type { Backend, Mode } from '@apt2ostree/sandbox'
import { provideInitramfs } from './initramfs/kept-initramfs.js'
import { initramfsPath, requireKernel } from './kernel.js'
import { shapeTree } from './shape-tree.js'
import type { Target } from './target.js'

/** What to finalize, for what, and who wants to hear of it. */
export interface FinalizeOptions {
  readonly repo: Repo
  /** The commit of the configured tree. */
  readonly rev: string
  /** The ref that is moved to the new commit in the end; none without it. */
  readonly branch?: string | undefined
  /** `ostree` without it. */
  readonly target?: Target | undefined
  /** What the image's kernel is to be started with, beside what finds the root file system. */
  readonly kernelArguments?: readonly string[] | undefined
  /** Whether it gets an initramfs by dracut; true without it. False keeps what the tree has. */
  readonly initramfs?: boolean | undefined
  /** How the sandbox becomes root for dracut. */
  readonly mode?: Mode | undefined
  readonly signal?: AbortSignal | undefined
  readonly onBackend?: ((backend: Backend, reason: string) => void) | undefined
  /** Called with what dracut prints. */
  readonly onOutput?: ((chunk: Buffer) => void) | undefined
}

/**
 * Commits a deployable tree made of a configured one, and returns the commit: timestamp 0, no
 * parent, the metadata carried over and what `ostree commit --bootable` adds. The same tree gives the same
 * checksum. Throws {@link FinalizeError} and the sandbox's errors; then nothing is committed.
 */
export async function finalize(options: FinalizeOptions): Promise<Checksum> {
  const { repo, branch, target = 'ostree', initramfs = true, signal } = options
  const { kernelArguments = [] } = options
  const rev = repo.resolveRev(options.rev)
  const configured = repo.readCommit(rev)
  const tree = new ImageTree(repo, repo.readRoot(rev))
  const kernel = requireKernel(tree)
  const built = initramfs ? await provideInitramfs({ ...options, rev, kernel }) : undefined
  signal?.throwIfAborted()
  shapeTree(tree, { kernel, target, kernelArguments })
  if (built !== undefined) tree.graft(initramfsPath(kernel), built.tree, built.path)
  return repo.transaction((transaction) => {
    const root = writeTree(tree, transaction)
    const commit = transaction.writeCommit({
      rootTree: root.tree,
      rootMeta: root.meta,
      metadata: bootableMetadata(configured, kernel),
    })
    if (branch !== undefined) transaction.setRef(branch, commit)
    return commit
  })
}

/** What libostree writes about a commit's refs: not about what is in it. */
const REF_BINDING = /^ostree\.(ref|collection)-binding$/

/** Keys of ostree-core.h: OSTREE_METADATA_KEY_BOOTABLE and OSTREE_METADATA_KEY_LINUX. */
function bootableMetadata({ metadata }: Commit, kernel: string): Map<string, Variant> {
  return new Map([
    ...[...metadata].filter(([key]) => !REF_BINDING.test(key)),
    ['ostree.bootable', Variant.of('b', true)],
    ['ostree.linux', Variant.string(kernel)],
  ])
}
