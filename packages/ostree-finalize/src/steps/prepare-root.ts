import type { ImageTree } from '@apt2ostree/ostree-tree'
import type { Target } from '../target.js'

/** Read by ostree-prepare-root in the initramfs, from 2023.x on; older ones ask the repo's config. */
export const PREPARE_ROOT = '/usr/lib/ostree/prepare-root.conf'

/**
 * Says how the deployment is mounted, unless the tree does: /sysroot read-only, and for bootc
 * through composefs, which it demands.
 */
export function prepareRoot(tree: ImageTree, target: Target): void {
  if (tree.kindOf(PREPARE_ROOT) !== undefined) return
  const composefs = target === 'bootc' ? '[composefs]\nenabled = true\n' : ''
  tree.addFile(PREPARE_ROOT, `${composefs}[sysroot]\nreadonly = true\n`)
}
