import type { Checksum, Repo } from '@apt2ostree/ostree-repo'
import { ImageTree } from '@apt2ostree/ostree-tree'
import { type Backend, changeTree, type Mode, type Work } from '@apt2ostree/sandbox'
import { FinalizeError } from '../errors.js'
import { initramfsPath } from '../kernel.js'

/** How to run dracut, and who wants to hear of it. */
export interface BuildInitramfsOptions {
  readonly repo: Repo
  readonly rev: Checksum
  readonly kernel: string
  readonly mode?: Mode | undefined
  readonly signal?: AbortSignal | undefined
  readonly onBackend?: ((backend: Backend, reason: string) => void) | undefined
  readonly onOutput?: ((chunk: Buffer) => void) | undefined
}

/** dracut takes half a minute for all drivers on an idle machine. */
const TIME_LIMIT_SECONDS = 1800

/**
 * Runs the tree's own dracut in a sandbox and returns a tree that has the initramfs in its place.
 * The same tree gives the same bits. Throws what the sandbox does.
 */
export async function runDracut(options: BuildInitramfsOptions): Promise<ImageTree> {
  const { repo, rev, kernel, mode, signal, onBackend, onOutput } = options
  const work = dracutWork(kernel, dracutFlags(new ImageTree(repo, repo.readRoot(rev))))
  const root = await repo.transaction((transaction) =>
    changeTree({
      repo,
      transaction,
      rev,
      work,
      ...(mode && { mode }),
      ...(signal && { signal }),
      ...(onBackend && { onBackend }),
      ...(onOutput && { onOutput }),
    }),
  )
  return new ImageTree(repo, root)
}

/** Throws ERR_FINALIZE_NO_DRACUT or …_NO_OSTREE_MODULE where the tree cannot make an initramfs. */
export function assertDracut(tree: ImageTree): void {
  if (tree.kindOf('/usr/bin/dracut') === undefined) {
    throw new FinalizeError(
      'ERR_FINALIZE_NO_DRACUT',
      'cannot make an initramfs: no dracut in the tree',
      {
        hint: 'add the packages dracut and ostree-boot to the image, or give --no-initramfs',
      },
    )
  }
  const modules = tree.names('/usr/lib/dracut/modules.d')
  if (!modules.some((name) => /^\d\dostree$/.test(name))) {
    throw new FinalizeError(
      'ERR_FINALIZE_NO_OSTREE_MODULE',
      'cannot make an initramfs: the dracut in the tree has no ostree module',
      { hint: 'add the package ostree-boot to the image' },
    )
  }
}

/** Where ids are only pretended, dracut sees no set-user-id bits; and an initramfs needs none. */
const CLEAR_SET_ID_BITS = {
  label: 'chmod',
  argv: ['find', '/usr', '-type', 'f', '-perm', '/6000', '-exec', 'chmod', 'ug-s', '{}', '+'],
} as const

/**
 * What dracut is told; all backends are to give the same bits. It stores its command line in the image and
 * falls back to another compression without a word, so the one that the tree has is named; dracut(8).
 */
export function dracutFlags(tree: ImageTree): string[] {
  return [
    ...['--force', '--no-hostonly', '--no-hostonly-cmdline', '--reproducible'],
    ...[tree.kindOf('/usr/bin/zstd') === undefined ? '--gzip' : '--zstd', '--add', 'ostree'],
  ]
}

function dracutWork(kernel: string, flags: readonly string[]): Work {
  const image = initramfsPath(kernel)
  return {
    commands: [
      CLEAR_SET_ID_BITS,
      { label: 'dracut', argv: ['dracut', ...flags, '--kver', kernel, image] },
      { label: 'chmod', argv: ['chmod', '0644', image] },
    ],
    environment: {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      LANG: 'C.UTF-8',
      HOME: '/root',
      DRACUT_NO_XATTR: '1',
      // of no day: an image of tomorrow is to have the same where nothing else changed
      SOURCE_DATE_EPOCH: '0',
    },
    timeLimit: TIME_LIMIT_SECONDS,
  }
}
