/** glibc's elf/dl-version.c */
const missingVersion = /version `([^']+)' not found/
/** glibc's elf/rtld.c; a file that is there but of another architecture it takes for none. */
const notLoaded = /cannot be preloaded \((cannot open shared object file|wrong ELF class)/

/** Why a library did not load in a program of the tree, from what the tree's ld.so(8) printed. */
export function explainPreload(printed: string): string {
  const [, version] = missingVersion.exec(printed) ?? []
  if (version !== undefined) return `it needs ${version}, the tree's C library is older`
  if (notLoaded.test(printed)) return 'it is for another architecture or another C library'
  return printed
}
