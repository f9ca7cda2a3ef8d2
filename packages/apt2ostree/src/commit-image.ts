import { changesFiles, customizeTree, runsCommands } from '@apt2ostree/customize'
import type { Lockfile } from '@apt2ostree/lockfile'
import { type Checksum, type Commit, type TreeRef, Variant } from '@apt2ostree/ostree-repo'
import { pinTreeByFile } from '@apt2ostree/pin-ids'
import type { Treefile } from '@apt2ostree/treefile'
import type { BuildContext } from './build-context.js'
import { buildRecord, RECORD_KEYS } from './build-record.js'
import { finalizeImage } from './finalize-image.js'
import { findBuilt } from './find-built.js'
import { releaseTime } from './release-time.js'
import { requireRef } from './require-ref.js'
import type { StepResult } from './step-result.js'

/**
 * Commits a configured tree to the image's ref, on top of what is there, dated as the newest
 * Release file in its lock: with the image's own changes, the ids that it keeps, and made bootable
 * if it asks for that. Nothing is done when that is there already. Throws ERR_IMAGE_NO_REF and the
 * errors of customize, pin-ids, ostree-finalize and the sandbox.
 */
export async function commitImage(
  image: Treefile,
  lock: Lockfile,
  configured: Checksum,
  context: BuildContext,
): Promise<StepResult> {
  const { repo, env } = context
  const ref = requireRef(image)
  const built = await findBuilt(image, lock, repo, env.SOURCE_DATE_EPOCH)
  if (built !== undefined) return { checksum: built, changed: false }
  const parent = repo.readRef(ref)
  const source = repo.readCommit(configured)
  const timestamp = releaseTime(lock, env.SOURCE_DATE_EPOCH)
  const customized = await customize(image, configured, timestamp, context)
  const pinned = await pinTreeByFile(repo, customized, image.ids)
  const { root, metadata } = await finalizeImage(image, pinned, timestamp, context)
  const next = {
    rootTree: root.tree,
    rootMeta: root.meta,
    timestamp,
    metadata: new Map([...(await imageMetadata(image, lock, configured, source)), ...metadata]),
  }
  const checksum = await repo.transaction((transaction) => {
    const commit = transaction.writeCommit({ ...next, ...(parent === undefined ? {} : { parent }) })
    transaction.setRef(ref, commit)
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

async function imageMetadata(
  image: Treefile,
  lock: Lockfile,
  configured: Checksum,
  { metadata }: Commit,
): Promise<Map<string, Variant>> {
  const added = Object.entries(image.commitMetadata).map(
    ([key, value]) => [key, Variant.string(value)] as const,
  )
  return new Map([
    ...metadata,
    ...added,
    ...(await buildRecord(image, lock)),
    [RECORD_KEYS.configured, Variant.string(configured)],
    ['ostree.ref-binding', Variant.strings([requireRef(image)])],
  ])
}
