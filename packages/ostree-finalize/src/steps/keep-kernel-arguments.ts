import type { ImageTree } from '@apt2ostree/ostree-tree'
import { formatKernelArguments, KERNEL_ARGUMENTS } from '../kernel-arguments.js'
import type { Target } from '../target.js'

/**
 * Writes down what the image's kernel is to be started with. A root file system below a read-only
 * /sysroot is found only with `rw`, which bootc adds by itself.
 */
export function keepKernelArguments(
  tree: ImageTree,
  target: Target,
  kernelArguments: readonly string[],
): void {
  const all = [...(target === 'ostree' ? ['rw'] : []), ...kernelArguments]
  if (all.length > 0) tree.addFile(`${KERNEL_ARGUMENTS}/50-image.toml`, formatKernelArguments(all))
}
