import { readInitramfsNames } from '../initramfs/initramfs-names.js'
import { findKernels, initramfsPath, modulesPath } from '../kernel.js'
import type { Rule } from './rule.js'

/** Names under which an initramfs is not found. */
const MISNAMED = /^(initrd|initramfs)(?!\.img$)/

/** What libostree's bootloader code looks for in /usr/lib/modules; ostree-sysroot-deploy.c. */
export const kernelRules: readonly Rule[] = [
  {
    name: 'kernel',
    severity: 'fatal',
    cure: 'leave exactly one linux-image package in the image and finalize it',
    *find(tree) {
      const kernels = findKernels(tree)
      if (kernels.length === 0) {
        yield { path: '/usr/lib/modules', reason: 'there is no kernel: nothing can be deployed' }
      }
      if (kernels.length > 1) {
        const reason = `there are ${kernels.length} kernels: one is booted, and none says which`
        yield { path: '/usr/lib/modules', reason }
      }
    },
  },
  {
    name: 'boot-empty',
    severity: 'warning',
    cure: 'finalize the tree; a deployment fills /boot itself',
    *find(tree) {
      for (const name of tree.names('/boot')) {
        yield { path: `/boot/${name}`, reason: 'is hidden by the boot files of the deployment' }
      }
    },
  },
  {
    name: 'initramfs',
    severity: 'fatal',
    cure: 'finalize the tree with dracut and ostree-boot in the image',
    *find(tree) {
      for (const kernel of findKernels(tree)) {
        if (tree.kindOf(initramfsPath(kernel)) === 'file') continue
        const path = modulesPath(kernel)
        const other = tree.names(path).find((name) => MISNAMED.test(name))
        const reason =
          other === undefined
            ? 'there is no initramfs.img: the kernel finds no root file system'
            : `"${other}" is not found: the initramfs has to be called initramfs.img`
        yield { path, reason }
      }
    },
  },
  {
    name: 'initramfs-ostree',
    severity: 'fatal',
    cure: 'add the package ostree-boot to the image and finalize it again',
    async find(tree) {
      const images = findKernels(tree).map(initramfsPath)
      const [path] = images.filter((image) => tree.kindOf(image) === 'file')
      if (path === undefined) return []
      const names = await readInitramfsNames(tree.read(path))
      if (names.some((name) => name.endsWith('/ostree-prepare-root'))) return []
      return [{ path, reason: 'has no ostree-prepare-root: the deployment is not found on boot' }]
    },
  },
]
