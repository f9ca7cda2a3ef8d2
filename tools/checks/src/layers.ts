/**
 * The packages from the ground up. An arrow points down only: a package imports from layers below
 * its own. `cli-kit` stands beside them and is for command lines alone.
 */
export const LAYERS: readonly (readonly string[])[] = [
  ['deb822', 'decompress', 'ostree-repo'],
  [
    'account-ids',
    'apt-index',
    'deb-ar',
    'lockfile',
    'ostree-tree',
    'ostree-union',
    'sandbox',
    'treefile',
  ],
  [
    'customize',
    'deb2ostree',
    'lockgen',
    'multistrap-conf',
    'ostree-disk',
    'ostree-finalize',
    'ostree-oci',
    'pin-ids',
  ],
  ['buildgen', 'dpkg-configure'],
  ['apt2ostree'],
  ['multistrap'],
]

/** The package for command lines: only bin/, src/cli.ts and src/commands/ may import it. */
export const CLI_KIT = 'cli-kit'

/** Pure formats: they import nothing but this workspace, and Node's hashes. */
export const PURE = ['account-ids', 'deb822', 'lockfile']

/** Returns the layer of a package's folder, 0 at the ground; undefined where the table lacks it. */
export function layerOf(folder: string): number | undefined {
  const layer = LAYERS.findIndex((folders) => folders.includes(folder))
  return layer < 0 ? undefined : layer
}
