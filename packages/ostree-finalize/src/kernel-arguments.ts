import type { ImageTree } from '@apt2ostree/ostree-tree'
import { parse, TomlError } from 'smol-toml'

/** Where an image keeps arguments for its kernel: TOML files that bootc reads in order. */
export const KERNEL_ARGUMENTS = '/usr/lib/bootc/kargs.d'

/** The text of a file of kernel arguments. */
export function formatKernelArguments(kernelArguments: readonly string[]): string {
  return `kargs = [${kernelArguments.map((argument) => JSON.stringify(argument)).join(', ')}]\n`
}

/**
 * The arguments in such a text; undefined where it is no TOML or has no list of them. Those that
 * `match-architectures` keeps to other machines count, too: a tree may be for any.
 */
export function parseKernelArguments(text: string): string[] | undefined {
  try {
    const { kargs } = parse(text)
    const isList = Array.isArray(kargs) && kargs.every((each) => typeof each === 'string')
    return isList ? kargs : undefined
  } catch (error) {
    if (error instanceof TomlError) return undefined
    throw error
  }
}

/** The files of kernel arguments in a tree, in the order in which they count, and what each says. */
export function readKernelArguments(
  tree: ImageTree,
): { path: string; kernelArguments: string[] | undefined }[] {
  return tree
    .names(KERNEL_ARGUMENTS)
    .filter((name) => name.endsWith('.toml'))
    .map((name) => `${KERNEL_ARGUMENTS}/${name}`)
    .map((path) => ({
      path,
      kernelArguments: parseKernelArguments(tree.read(path).toString('utf8')),
    }))
}
