import type { ImageTree } from '@apt2ostree/ostree-tree'

/** Where an image keeps arguments for its kernel: TOML files that bootc reads in order. */
export const KERNEL_ARGUMENTS = '/usr/lib/bootc/kargs.d'

/** The text of a file of kernel arguments. */
export function formatKernelArguments(kernelArguments: readonly string[]): string {
  return `kargs = [${kernelArguments.map((argument) => JSON.stringify(argument)).join(', ')}]\n`
}

/** The arguments in such a text; undefined where it has no list of them. */
export function parseKernelArguments(text: string): string[] | undefined {
  const list = /^\s*kargs\s*=\s*\[((?:\s|,|"(?:[^"\\]|\\.)*"|'[^']*')*)\]/m.exec(text)?.[1]
  const strings = list?.match(/"(?:[^"\\]|\\.)*"|'[^']*'/g)
  if (list === undefined) return undefined
  const found = (strings ?? []).map(unquote)
  return found.every((argument) => argument !== undefined) ? found : undefined
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
      kernelArguments: parseKernelArguments(tree.read(path).toString('latin1')),
    }))
}

/** TOML's basic strings escape as JSON's do, its literal strings not at all; undefined for a wrong escape. */
function unquote(text: string): string | undefined {
  if (text.startsWith("'")) return text.slice(1, -1)
  try {
    return String(JSON.parse(text))
  } catch {
    return undefined
  }
}
