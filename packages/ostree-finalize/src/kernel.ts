import type { ImageTree } from '@apt2ostree/ostree-tree'
import { FinalizeError } from './errors.js'

/** Where a kernel and all that belongs to it is kept. */
export const modulesPath = (version: string) => `/usr/lib/modules/${version}`

/** Where the kernel's initramfs is looked for, under this name only (ostree-bootutil). */
export const initramfsPath = (version: string) => `${modulesPath(version)}/initramfs.img`

const IN_BOOT = /^vmlinu[xz]-(.+)$/

/** The versions of the kernels in a tree, where Debian puts them and where OSTree does, sorted. */
export function findKernels(tree: ImageTree): string[] {
  const inBoot = tree.names('/boot').flatMap((name) => IN_BOOT.exec(name)?.[1] ?? [])
  const inModules = tree
    .names('/usr/lib/modules')
    .filter((version) => tree.kindOf(`${modulesPath(version)}/vmlinuz`) === 'file')
  return [...new Set([...inBoot, ...inModules])].sort()
}

/** The version of the only kernel. Throws ERR_FINALIZE_NO_KERNEL or …_SEVERAL_KERNELS. */
export function requireKernel(tree: ImageTree): string {
  const [version, ...others] = findKernels(tree)
  if (version === undefined) {
    throw new FinalizeError('ERR_FINALIZE_NO_KERNEL', 'cannot find a kernel in the tree', {
      hint: 'add a package such as linux-image-amd64 or linux-image-cloud-amd64 to the image',
    })
  }
  if (others.length > 0) {
    const all = [version, ...others].map((name) => `"${name}"`).join(' and ')
    throw new FinalizeError(
      'ERR_FINALIZE_SEVERAL_KERNELS',
      `cannot choose between the kernels ${all}: OSTree boots one and does not say which`,
      { hint: 'leave only one linux-image package in the image' },
    )
  }
  return version
}
