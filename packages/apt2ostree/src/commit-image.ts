import { digestLockfile } from '@apt2ostree/lockfile'
import { type Checksum, Variant } from '@apt2ostree/ostree-repo'
import { baseDigest } from './base-digest.js'
import type { BuildContext } from './build-context.js'
import { RECORD_KEYS } from './build-record.js'
import { findBuilt } from './find-built.js'
import type { LockedImage } from './locked-image.js'
import { releaseTime } from './release-time.js'
import { requireRef } from './require-ref.js'
import type { StepResult } from './step-result.js'

/**
 * Commits a finalized tree to the image's ref, on top of what is there, dated as the newest Release
 * file in its lock. Nothing is done when that is there already. Throws ERR_IMAGE_NO_REF.
 */
export async function commitImage(
  locked: LockedImage,
  finalized: Checksum,
  { repo, env }: BuildContext,
): Promise<StepResult> {
  const { image, lock, base } = locked
  const ref = requireRef(image)
  const built = await findBuilt(locked, repo, env.SOURCE_DATE_EPOCH)
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
      [RECORD_KEYS.lock, Variant.string(digestLockfile(lock))],
      ...(base && metadata.has('deb.base')
        ? [[RECORD_KEYS.base, Variant.string(await baseDigest(base))] as const]
        : []),
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
