import type { ArchiveIndex } from '@apt2ostree/apt-index/index-stream'
import type { LockedRelease } from '@apt2ostree/lockfile'
import { isLocal, releaseId, slug } from './release-id.js'

/**
 * Returns the release each index belongs to, as a lockfile records it: indexes of one suite of one
 * archive share one. Where two have the same names throughout, those after the first, in the order
 * of their URIs, are told apart by these.
 */
export function lockReleases(indexes: Iterable<ArchiveIndex>): Map<ArchiveIndex, LockedRelease> {
  const releases = new Map<ArchiveIndex, LockedRelease>()
  const byPlace = new Map<string, LockedRelease>()
  const ids = new Set<string>()
  for (const index of [...new Set(indexes)].sort(comparePlaces)) {
    const place = placeOf(index)
    const release = byPlace.get(place) ?? toRelease(index, freeId(index, ids))
    ids.add(release.id)
    byPlace.set(place, release)
    releases.set(index, release)
  }
  return releases
}

function toRelease(index: ArchiveIndex, id: string): LockedRelease {
  const { origin, label, suite, codename, uri, sourceSuite, date, sha256 } = index
  const { signedBy, unchecked } = index
  return {
    id,
    origin,
    ...(label !== '' && { label }),
    suite,
    codename,
    // A path of this machine is none of another's.
    ...(uri !== '' && !isLocal(uri) && { uri }),
    ...(sourceSuite !== '' && { sourceSuite }),
    date,
    sha256,
    ...(signedBy !== '' && { signedBy }),
    ...(unchecked.length > 0 && { unchecked: unchecked.join(' ') }),
  }
}

function freeId(index: ArchiveIndex, taken: ReadonlySet<string>): string {
  const id = releaseId(index)
  if (!taken.has(id)) return id
  const place = isLocal(index.uri) ? '' : slug(index.uri)
  const long = place === '' ? id : `${id}-${place}`
  for (let count = 1; ; count++) {
    const free = count === 1 ? long : `${long}-${count}`
    if (!taken.has(free)) return free
  }
}

/** Streams that say no place are told apart by their Release files. */
function placeOf({ uri, sourceSuite, sha256 }: ArchiveIndex): string {
  return sourceSuite === '' ? `${uri} ${sha256}` : `${uri} ${sourceSuite}`
}

function comparePlaces(a: ArchiveIndex, b: ArchiveIndex): number {
  const [one, other] = [placeOf(a), placeOf(b)]
  return one < other ? -1 : one > other ? 1 : 0
}
