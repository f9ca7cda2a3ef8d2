/** Node's names of processors, where Debian's differ. */
const debianNames: Readonly<Record<string, string>> = {
  x64: 'amd64',
  ia32: 'i386',
  arm: 'armhf',
  ppc64: 'ppc64el',
}

/** Returns Debian's name for what Node's `os.arch()` returns: `amd64` for `x64`. */
export function debianArchitecture(nodeArchitecture: string): string {
  return debianNames[nodeArchitecture] ?? nodeArchitecture
}
