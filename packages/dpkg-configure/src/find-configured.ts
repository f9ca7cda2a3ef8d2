import { type Checksum, isSameMetadata } from '@apt2ostree/ostree-repo'
import { configuredMetadata, releaseDate } from './commit-metadata.js'
import type { ConfigureTreeOptions } from './configure-tree.js'

/** What a configured tree depends on, and the ref that may have it. */
export type FindConfiguredOptions = Pick<
  ConfigureTreeOptions,
  'repo' | 'rev' | 'debconf' | 'sourceDateEpoch' | 'initramfs'
> & { readonly branch: string }

/**
 * The commit of `branch` if it is what configureTree makes of these options, so that there is
 * nothing to do; undefined otherwise.
 */
export function findConfigured(options: FindConfiguredOptions): Checksum | undefined {
  const { repo, branch, debconf = [], initramfs = true } = options
  const found = repo.readRef(branch)
  if (found === undefined) return undefined
  const rev = repo.resolveRev(options.rev)
  const unpacked = repo.readCommit(rev)
  const { sourceDateEpoch = releaseDate(unpacked) } = options
  const expected = configuredMetadata(rev, unpacked, { debconf, sourceDateEpoch, initramfs })
  return isSameMetadata(repo.readCommit(found).metadata, expected) ? found : undefined
}
