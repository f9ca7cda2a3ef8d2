import { changesFiles, customizeTree, runsCommands } from '@apt2ostree/customize'
import type { Lockfile } from '@apt2ostree/lockfile'
import { type Checksum, type TreeRef, Variant } from '@apt2ostree/ostree-repo'
import { pinTreeByFile } from '@apt2ostree/pin-ids'
import type { Treefile } from '@apt2ostree/treefile'
import type { BuildContext } from './build-context.js'
import { imageDigest, RECORD_KEYS } from './build-record.js'
import { findFinalized } from './find-finalized.js'
import { imageRefs } from './image-refs.js'
import { makeBootable } from './make-bootable.js'
import { releaseTime } from './release-time.js'
import type { StepResult } from './step-result.js'

/**
 * Makes an image's last tree of its configured one, unless its ref holds it: with the image's own
 * changes, the ids that it keeps, and bootable if it asks for that. The commit has timestamp 0 and
 * no parent. Throws the errors of customize, pin-ids, ostree-finalize and the sandbox.
 */
export async function finalizeImage(
  image: Treefile,
  lock: Lockfile,
  configured: Checksum,
  context: BuildContext,
): Promise<StepResult> {
  const { repo, env } = context
  const date = releaseTime(lock, env.SOURCE_DATE_EPOCH)
  const made = await findFinalized(image, configured, repo, date)
  if (made !== undefined) return { checksum: made, changed: false }
  const customized = await customize(image, configured, date, context)
  const pinned = await pinTreeByFile(repo, customized, image.ids)
  const { root, metadata } = await makeBootable(image, pinned, context)
  const next = {
    rootTree: root.tree,
    rootMeta: root.meta,
    metadata: new Map([
      ...repo.readCommit(configured).metadata,
      ...metadata,
      [RECORD_KEYS.configured, Variant.string(configured)],
      [RECORD_KEYS.image, Variant.string(await imageDigest(image))],
      [RECORD_KEYS.date, Variant.uint64(BigInt(date))],
    ]),
  }
  const checksum = await repo.transaction((transaction) => {
    const commit = transaction.writeCommit(next)
    transaction.setRef(imageRefs(image).finalized, commit)
    return commit
  })
  return { checksum, changed: true }
}

async function customize(
  image: Treefile,
  rev: Checksum,
  sourceDateEpoch: number,
  { repo, signal, progress, verbose }: BuildContext,
): Promise<TreeRef> {
  if (!changesFiles(image) && !runsCommands(image)) return repo.readRoot(rev)
  return customizeTree({
    ...{ repo, rev, changes: image, sourceDateEpoch, signal },
    onStep: (label, index, total) => progress(`${image.name}: ${label}`, index, total),
    onOutput: (chunk) => verbose(chunk.toString('utf8').trimEnd()),
  })
}
