import type { Checksum, Repo } from '@apt2ostree/ostree-repo'
import { keepsIds } from '@apt2ostree/pin-ids'
import type { Treefile } from '@apt2ostree/treefile'
import { imageDigest, RECORD_KEYS } from './build-record.js'
import { imageRefs } from './image-refs.js'

/**
 * An image's finalized commit if it is what would be made now: of this configured commit, by this
 * image.yaml, with this date in seconds since 1970, and with the ids that the image keeps.
 */
export async function findFinalized(
  image: Treefile,
  configured: Checksum,
  repo: Repo,
  date: number,
): Promise<Checksum | undefined> {
  const finalized = repo.readRef(imageRefs(image).finalized)
  if (finalized === undefined) return undefined
  const { metadata } = repo.readCommit(finalized)
  const isSame =
    metadata.get(RECORD_KEYS.configured)?.text === configured &&
    metadata.get(RECORD_KEYS.date)?.value === BigInt(date) &&
    metadata.get(RECORD_KEYS.image)?.text === (await imageDigest(image))
  if (!isSame) return undefined
  return (await keepsIds(repo, repo.readRoot(finalized), image.ids)) ? finalized : undefined
}
