import type { Lockfile } from '@apt2ostree/lockfile'
import { type Checksum, Variant } from '@apt2ostree/ostree-repo'
import type { Treefile } from '@apt2ostree/treefile'
import type { BuildContext } from './build-context.js'
import { lockDigest, RECORD_KEYS } from './build-record.js'
import { findBuilt } from './find-built.js'
import { releaseTime } from './release-time.js'
import { requireRef } from './require-ref.js'
import type { StepResult } from './step-result.js'

/**
 * Commits a finalized tree to the image's ref, on top of what is there, dated as the newest Release
 * file in its lock. Nothing is done when that is there already. Throws ERR_IMAGE_NO_REF.
 */
export async function commitImage(
  image: Treefile,
  lock: Lockfile,
  finalized: Checksum,
  { repo, env }: BuildContext,
): Promise<StepResult> {
  const ref = requireRef(image)
  const built = await findBuilt(image, lock, repo, env.SOURCE_DATE_EPOCH)
  if (built !== undefined) return { checksum: built, changed: false }
  const parent = repo.readRef(ref)
  const { rootTree, rootMeta, metadata } = repo.readCommit(finalized)
  const next = {
    ...{ rootTree, rootMeta },
    ...(parent !== undefined && { parent }),
    timestamp: releaseTime(lock, env.SOURCE_DATE_EPOCH),
    metadata: new Map([
      ...metadata,
      ...Object.entries(image.commitMetadata).map(
        ([key, value]) => [key, Variant.string(value)] as const,
      ),
      [RECORD_KEYS.lock, Variant.string(lockDigest(lock))],
      [RECORD_KEYS.finalized, Variant.string(finalized)],
      ['ostree.ref-binding', Variant.strings([ref])],
    ]),
  }
  const checksum = await repo.transaction((transaction) => {
    const commit = transaction.writeCommit(next)
    transaction.setRef(ref, commit)
    return commit
  })
  return { checksum, changed: true }
}
