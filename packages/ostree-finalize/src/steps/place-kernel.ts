import type { ImageTree } from '@apt2ostree/ostree-tree'
import { modulesPath } from '../kernel.js'

const MOVES = [
  ['vmlinuz', 'vmlinuz'],
  ['vmlinux', 'vmlinuz'],
  ['config', 'config'],
  ['System.map', 'System.map'],
] as const

/** The links that Debian's kernel packages keep in the root directory. */
const LINKS = ['vmlinuz', 'vmlinuz.old', 'initrd.img', 'initrd.img.old']

/**
 * Moves the kernel and what describes it from /boot to its modules, where OSTree looks for it, and
 * empties /boot: a deployment fills that on the machine.
 */
export function placeKernel(tree: ImageTree, version: string): void {
  for (const [name, place] of MOVES) {
    const path = `/boot/${name}-${version}`
    if (tree.kindOf(path) === 'file') tree.move(path, `${modulesPath(version)}/${place}`)
  }
  for (const name of tree.names('/boot')) tree.remove(`/boot/${name}`)
  for (const name of LINKS) tree.remove(`/${name}`)
}
