import type { Lockfile } from '@apt2ostree/lockfile'
import { type Checksum, type Commit, isSameMetadata, Variant } from '@apt2ostree/ostree-repo'
import type { Treefile } from '@apt2ostree/treefile'
import type { BuildContext } from './build-context.js'
import { Apt2ostreeError } from './errors.js'
import { releaseTime } from './release-time.js'
import type { StepResult } from './step-result.js'

/** Commit metadata: the configured commit that an image's commit was made from. */
export const CONFIGURED_KEY = 'apt2ostree.configured'

/**
 * Commits a configured tree to the image's ref, on top of what is there, dated as the newest
 * Release file in its lock. Nothing is done when the ref holds this tree with this metadata
 * already. Throws ERR_IMAGE_NO_REF.
 */
export async function commitImage(
  image: Treefile,
  lock: Lockfile,
  configured: Checksum,
  { repo, env }: BuildContext,
): Promise<StepResult> {
  const ref = requireRef(image)
  const parent = repo.readRef(ref)
  const source = repo.readCommit(configured)
  const next = {
    rootTree: source.rootTree,
    rootMeta: source.rootMeta,
    timestamp: releaseTime(lock, env.SOURCE_DATE_EPOCH),
    metadata: imageMetadata(image, ref, configured, source),
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

/** The branch of an image. Throws ERR_IMAGE_NO_REF. */
export function requireRef({ ref, path, name }: Treefile): string {
  if (ref !== undefined) return ref
  throw new Apt2ostreeError('ERR_IMAGE_NO_REF', `cannot commit "${path}": it has no "ref"`, {
    hint: `name the branch in it, for example "ref: os/${name}"`,
  })
}

function imageMetadata(
  image: Treefile,
  ref: string,
  configured: Checksum,
  { metadata }: Commit,
): Map<string, Variant> {
  const added = Object.entries(image.commitMetadata).map(
    ([key, value]) => [key, Variant.string(value)] as const,
  )
  return new Map([
    ...metadata,
    ...added,
    [CONFIGURED_KEY, Variant.string(configured)],
    ['ostree.ref-binding', Variant.strings([ref])],
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
