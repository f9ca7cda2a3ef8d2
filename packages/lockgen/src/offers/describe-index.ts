import type { ArchiveIndex } from '@apt2ostree/apt-index/index-stream'
import { releaseId } from '../release-id.js'

/** Returns a name of the index for messages: that of its release in a lock. */
export function describeIndex(index: ArchiveIndex | undefined): string {
  return index === undefined ? 'the given Packages' : releaseId(index)
}
