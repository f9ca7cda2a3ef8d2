import type { Xattrs } from '@apt2ostree/ostree-repo'
import { getAttributeSync, listAttributesSync } from '@napi-rs/xattr'

/**
 * Attributes that say how a file is stored here, not what it is: overlayfs's own, a bare-user
 * repo's, and the labels that this host's security modules put on whatever is made on it.
 */
const storage =
  /^(trusted\.overlay\.|user\.overlay\.|user\.ostreemeta$|security\.(selinux|apparmor|ima|evm)$)/

/** The extended attributes of a file or directory that belong to the tree. */
export function readXattrs(path: string): Xattrs {
  return listAttributesSync(path)
    .filter((name) => !storage.test(name))
    .map((name) => [Buffer.from(name), getAttributeSync(path, name) ?? Buffer.alloc(0)])
}

/** Whether overlayfs marked a directory of its upper layer as hiding the one below. */
export function isOpaque(path: string): boolean {
  return listAttributesSync(path).some(
    (name) => name.endsWith('.overlay.opaque') && getAttributeSync(path, name)?.toString() === 'y',
  )
}
