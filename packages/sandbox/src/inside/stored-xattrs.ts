import { readXattrs } from '@apt2ostree/ostree-repo'

/**
 * Attributes that say how a file is stored here, not what it is: overlayfs's own, a bare-user
 * repo's, and the labels that this host's security modules put on whatever is made on it.
 */
const storage =
  /^(trusted\.overlay\.|user\.overlay\.|user\.ostreemeta$|security\.(selinux|apparmor|ima|evm)$)/
const opaqueMark = /^(trusted|user)\.overlay\.opaque$/

/** The extended attributes of something in an overlay's upper directory. */
export interface StoredXattrs {
  /** Those that belong to the tree. */
  readonly own: [name: Buffer, value: Buffer][]
  /** Whether overlayfs marked the directory as hiding the one below. */
  readonly opaque: boolean
}

/** Reads the extended attributes of `path` itself, also where it is a symlink. */
export function readStoredXattrs(path: string): StoredXattrs {
  const all = readXattrs(path)
  return {
    own: all.filter(([name]) => !storage.test(name.toString())),
    opaque: all.some(([name, value]) => opaqueMark.test(name.toString()) && `${value}` === 'y'),
  }
}
