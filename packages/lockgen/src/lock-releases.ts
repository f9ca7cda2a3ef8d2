import type { LockedRelease } from '@apt2ostree/lockfile'
import type { ArchiveIndex } from './offers/archive-index.js'

/**
 * Returns the release each index belongs to, as a lockfile records it. Indexes of one Release file
 * share one; its id is the codename, with a number where two archives use the same.
 */
export function lockReleases(indexes: Iterable<ArchiveIndex>): Map<ArchiveIndex, LockedRelease> {
  const releases = new Map<ArchiveIndex, LockedRelease>()
  const byFile = new Map<string, LockedRelease>()
  const timesUsed = new Map<string, number>()
  for (const index of [...new Set(indexes)].sort(compareIndexes)) {
    let release = byFile.get(index.sha256)
    if (release === undefined) {
      const name = releaseName(index)
      const count = (timesUsed.get(name) ?? 0) + 1
      timesUsed.set(name, count)
      release = toRelease(index, count === 1 ? name : `${name}-${count}`)
      byFile.set(index.sha256, release)
    }
    releases.set(index, release)
  }
  return releases
}

function toRelease(index: ArchiveIndex, id: string): LockedRelease {
  const { origin, label, suite, codename, date, sha256, signedBy } = index
  return {
    id,
    origin,
    ...(label !== undefined && { label }),
    suite,
    codename,
    date,
    sha256,
    ...(signedBy !== undefined && { signedBy }),
  }
}

function releaseName({ codename, origin }: ArchiveIndex): string {
  return (codename || origin || 'release').replace(/\s+/g, '-')
}

/** An order that does not depend on the order of the indexes, nor on dates. */
function compareIndexes(a: ArchiveIndex, b: ArchiveIndex): number {
  const key = ({ codename, origin, label, uri, sha256 }: ArchiveIndex) =>
    [codename, origin, label, uri, sha256].join('\n')
  return key(a) < key(b) ? -1 : 1
}
