import type { Repo } from '@apt2ostree/ostree-repo'
import type { CommittedLayer } from './layer.js'

/**
 * The layers that refs or other revs name, in their order. Throws ostree-repo's errors, a
 * PartialCommitError for a layer that a pull left objects of out.
 */
export function readLayers(repo: Repo, revs: readonly string[]): CommittedLayer[] {
  return revs.map((name) => {
    const checksum = repo.requireCommit(name)
    const { rootTree, rootMeta, metadata } = repo.readCommit(checksum)
    const control = metadata.get('deb.control')?.text
    return {
      name,
      checksum,
      tree: rootTree,
      meta: rootMeta,
      metadata,
      ...(control === undefined ? {} : { control }),
    }
  })
}
