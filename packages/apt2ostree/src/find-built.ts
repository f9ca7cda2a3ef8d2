import type { Lockfile } from '@apt2ostree/lockfile'
import type { Checksum, Repo } from '@apt2ostree/ostree-repo'
import { keepsIds } from '@apt2ostree/pin-ids'
import type { Treefile } from '@apt2ostree/treefile'
import { buildRecord, RECORD_KEYS } from './build-record.js'
import { imageRefs } from './image-refs.js'
import { releaseTime } from './release-time.js'

/**
 * The commit on an image's ref if a build would make no other: it was made of this lock and this
 * image.yaml, the refs of the steps before it still hold what it came from, and it has the ids that
 * the image keeps.
 */
export async function findBuilt(
  image: Treefile,
  lock: Lockfile,
  repo: Repo,
  sourceDateEpoch?: string,
): Promise<Checksum | undefined> {
  const built = image.ref === undefined ? undefined : repo.readRef(image.ref)
  if (built === undefined) return undefined
  const refs = imageRefs(image)
  const { metadata, timestamp } = repo.readCommit(built)
  const configured = repo.readRef(refs.configured)
  const record = await buildRecord(image, lock)
  const isSame =
    timestamp === releaseTime(lock, sourceDateEpoch) &&
    configured !== undefined &&
    metadata.get(RECORD_KEYS.configured)?.text === configured &&
    metadata.get('deb.unpacked')?.text === repo.readRef(refs.unpacked) &&
    [...record].every(([key, { text }]) => metadata.get(key)?.text === text)
  return isSame && (await keepsIds(repo, repo.readRoot(built), image.ids)) ? built : undefined
}
