import type { Checksum } from './checksum.js'

/** A directory in a repo: the checksums of its entries and of its own metadata. */
export interface TreeRef {
  readonly tree: Checksum
  readonly meta: Checksum
}
