import { digestLockfile } from '@apt2ostree/lockfile'
import type { Checksum, Repo } from '@apt2ostree/ostree-repo'
import { baseDigest } from './base-digest.js'
import { RECORD_KEYS } from './build-record.js'
import { findFinalized } from './find-finalized.js'
import { imageRefs } from './image-refs.js'
import type { LockedImage } from './locked-image.js'
import { releaseTime } from './release-time.js'

/**
 * The commit on an image's ref if a build would make no other: it was made of this lock, on this
 * base, and of the finalized tree that is there, and the refs of the steps before still hold what
 * that came from.
 */
export async function findBuilt(
  { image, lock, base }: LockedImage,
  repo: Repo,
  sourceDateEpoch?: string,
): Promise<Checksum | undefined> {
  const built = image.ref === undefined ? undefined : repo.readRef(image.ref)
  const refs = imageRefs(image)
  const configured = repo.readRef(refs.configured)
  if (built === undefined || configured === undefined) return undefined
  const date = releaseTime(lock, sourceDateEpoch)
  const { metadata, timestamp } = repo.readCommit(built)
  const isSame =
    timestamp === date &&
    metadata.get(RECORD_KEYS.lock)?.text === digestLockfile(lock) &&
    metadata.get(RECORD_KEYS.base)?.text === (base && (await baseDigest(base))) &&
    metadata.get('deb.unpacked')?.text === repo.readRef(refs.unpacked)
  if (!isSame) return undefined
  const finalized = await findFinalized(image, configured, repo, date)
  const isOfIt = finalized !== undefined && metadata.get(RECORD_KEYS.finalized)?.text === finalized
  return isOfIt ? built : undefined
}
