import { readXattrs } from '@apt2ostree/ostree-repo'

/** Where overlayfs keeps its marks: `user` with the option userxattr, `trusted` without. */
export type OverlayNamespace = 'trusted' | 'user'

/**
 * Attributes that say how a file is stored here, not what it is: a bare-user repo's, and the labels
 * that this host's security modules put on whatever is made on it.
 */
const storage = /^(user\.ostreemeta|security\.(selinux|apparmor|ima|evm))$/
/**
 * Attributes in which overlayfs keeps state. It escapes those that programs set themselves by saying
 * `overlay.` twice, since Linux 6.7 (overlayfs.rst, "Nesting overlayfs mounts").
 */
const overlayState = /^(trusted|user)\.overlay\./

/** The extended attributes of something that lies on disk. */
export interface StoredXattrs {
  /** Those that belong to the tree. */
  readonly own: [name: Buffer, value: Buffer][]
  /** Whether overlayfs marked the directory as hiding the one below. */
  readonly opaque: boolean
  /** One that overlayfs understands and did not write itself. */
  readonly foreign?: string
}

/**
 * Reads the extended attributes of `path` itself, also where it is a symlink. `marks` is where
 * overlayfs keeps its own, for what is in an upper directory.
 */
export function readStoredXattrs(path: string, marks?: OverlayNamespace): StoredXattrs {
  const own: StoredXattrs['own'] = []
  let opaque = false
  let foreign: string | undefined
  for (const [key, value] of readXattrs(path)) {
    const name = key.toString()
    if (storage.test(name)) continue
    if (!overlayState.test(name)) own.push([key, value])
    else if (!name.startsWith(`${marks}.overlay.`) || name.includes('.overlay.overlay.')) {
      foreign = name
    } else if (name.endsWith('.overlay.opaque') && `${value}` === 'y') opaque = true
  }
  return { own, opaque, ...(foreign !== undefined && { foreign }) }
}
