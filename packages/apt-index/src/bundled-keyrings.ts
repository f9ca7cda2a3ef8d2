import { fileURLToPath } from 'node:url'

/** The archive keyrings in keyrings/, named as the distributions name them. */
const names = ['debian-archive-keyring.gpg', 'ubuntu-archive-keyring.gpg']

/** Returns the paths of the keyrings of Debian's and Ubuntu's archives that come with this package. */
export function bundledKeyrings(): string[] {
  return names.map((name) => fileURLToPath(new URL(`../keyrings/${name}`, import.meta.url)))
}

/** Returns our copy of a keyring file that the machine lacks, undefined for one we don't
 * have. Newer releases call the same file `.pgp`. */
export function bundledKeyring(path: string): string | undefined {
  const name = path.replace(/^\/usr\/share\/keyrings\//, '').replace(/\.pgp$/, '.gpg')
  return bundledKeyrings()[names.indexOf(name)]
}
