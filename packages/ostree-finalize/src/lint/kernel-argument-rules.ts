import { KERNEL_ARGUMENTS, readKernelArguments } from '../kernel-arguments.js'
import { PREPARE_ROOT } from '../steps/prepare-root.js'
import type { Rule } from './rule.js'

const WRITABLE = new Set(['ro', 'rw'])
const READ_ONLY_SYSROOT = /^\[sysroot\][^[]*^readonly\s*=\s*(true|yes|1)\s*$/ms

/** What the kernel is started with. */
export const kernelArgumentRules: readonly Rule[] = [
  {
    name: 'kargs',
    severity: 'fatal',
    cure: 'write it as: kargs = ["ARGUMENT", "ARGUMENT"]',
    *find(tree) {
      for (const { path, kernelArguments } of readKernelArguments(tree)) {
        if (kernelArguments === undefined) yield { path, reason: 'has no list of kernel arguments' }
      }
    },
  },
  {
    name: 'kargs-rw',
    severity: 'fatal',
    cure: 'finalize the tree, and leave "ro" out of kargs in image.yaml',
    targets: ['ostree'],
    *find(tree) {
      const isFile = tree.kindOf(PREPARE_ROOT) === 'file'
      if (!isFile || !READ_ONLY_SYSROOT.test(tree.read(PREPARE_ROOT).toString('latin1'))) return
      const all = readKernelArguments(tree).flatMap((file) => file.kernelArguments ?? [])
      // the kernel takes the last one
      if (all.findLast((argument) => WRITABLE.has(argument)) === 'rw') return
      const reason = 'does not say "rw": with a read-only /sysroot the boot ends in the initramfs'
      yield { path: KERNEL_ARGUMENTS, reason }
    },
  },
]
