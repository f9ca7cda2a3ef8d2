import { changesFiles, customizeTree, runsCommands } from '@apt2ostree/customize'
import type { Lockfile } from '@apt2ostree/lockfile'
import {
  type Checksum,
  type Commit,
  isSameMetadata,
  type TreeRef,
  Variant,
} from '@apt2ostree/ostree-repo'
import type { Treefile } from '@apt2ostree/treefile'
import type { BuildContext } from './build-context.js'
import { buildRecord, RECORD_KEYS } from './build-record.js'
import { releaseTime } from './release-time.js'
import { requireRef } from './require-ref.js'
import type { StepResult } from './step-result.js'

/**
 * Commits a configured tree, with the image's own changes, to the image's ref on top of what is
 * there, dated as the newest Release file in its lock. Nothing is committed when the ref holds
 * this already. Throws ERR_IMAGE_NO_REF and the errors of customize and the sandbox.
 */
export async function commitImage(
  image: Treefile,
  lock: Lockfile,
  configured: Checksum,
  context: BuildContext,
): Promise<StepResult> {
  const { repo, env } = context
  const ref = requireRef(image)
  const parent = repo.readRef(ref)
  const source = repo.readCommit(configured)
  const timestamp = releaseTime(lock, env.SOURCE_DATE_EPOCH)
  const root = await customize(image, configured, timestamp, context)
  const next = {
    rootTree: root.tree,
    rootMeta: root.meta,
    timestamp,
    metadata: await imageMetadata(image, lock, configured, source),
  }
  if (parent !== undefined && isSame(repo.readCommit(parent), next)) {
    return { checksum: parent, changed: false }
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

type Content = Pick<Commit, 'rootTree' | 'rootMeta' | 'timestamp' | 'metadata'>

function isSame(made: Content, next: Content): boolean {
  return (
    made.rootTree === next.rootTree &&
    made.rootMeta === next.rootMeta &&
    made.timestamp === next.timestamp &&
    isSameMetadata(made.metadata, next.metadata)
  )
}
