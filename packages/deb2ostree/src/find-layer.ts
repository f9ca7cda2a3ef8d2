import type { Checksum, Repo } from '@apt2ostree/ostree-repo'
import { layerLayout } from './layer-metadata.js'
import { formatLayerRef, type PackageIdentity } from './package-identity.js'

/**
 * Returns the layer that a repo has of a .deb. One that a pull left partial, that was laid out by other rules, or that is of
 * another package counts as absent, and so is made anew.
 */
export function findLayer(
  repo: Repo,
  identity: PackageIdentity,
  usrMerge: boolean,
): Checksum | undefined {
  const commit = repo.readRef(formatLayerRef(identity, usrMerge))
  if (commit === undefined || !repo.hasCommit(commit)) return undefined
  const { metadata } = repo.readCommit(commit)
  const isIt =
    metadata.get('deb.layout')?.text === layerLayout(usrMerge) &&
    metadata.get('deb.sha256')?.text === identity.sha256
  return isIt ? commit : undefined
}
