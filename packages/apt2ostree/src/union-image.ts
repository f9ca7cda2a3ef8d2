import type { Checksum } from '@apt2ostree/ostree-repo'
import { digestOfLayers, readLayers, UNION_DIGEST_KEY, unionLayers } from '@apt2ostree/ostree-union'
import type { Treefile } from '@apt2ostree/treefile'
import type { BuildContext } from './build-context.js'
import { imageRefs } from './image-refs.js'
import type { StepResult } from './step-result.js'

/** A layer's ref and its commit. */
export type LayerRef = readonly [ref: string, checksum: Checksum]

/** Makes an image's unpacked tree of its layers, unless its ref holds the tree of just these. */
export async function unionImage(
  image: Treefile,
  layers: readonly LayerRef[],
  { repo, progress }: BuildContext,
): Promise<StepResult> {
  const { unpacked: branch } = imageRefs(image)
  const made = repo.readRef(branch)
  const digest = digestOfLayers(layers.map(([, checksum]) => checksum))
  if (made !== undefined && repo.readCommit(made).metadata.get(UNION_DIGEST_KEY)?.text === digest) {
    return { checksum: made, changed: false }
  }
  progress(`${image.name}: laying packages together`)
  const refs = layers.map(([ref]) => ref)
  return { checksum: await unionLayers(repo, readLayers(repo, refs), { branch }), changed: true }
}
