import type { Lockfile } from '@apt2ostree/lockfile'
import type { Treefile } from '@apt2ostree/treefile'

/** An image and the lock to build it from. */
export interface LockedImage {
  readonly image: Treefile
  readonly lock: Lockfile
  /** The image whose configured tree this one's other packages are added to; see withBase. */
  readonly base?: LockedImage
}
