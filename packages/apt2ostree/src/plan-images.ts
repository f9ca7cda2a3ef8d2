import { type BuildPlaces, type BuildPlan, planImage } from '@apt2ostree/buildgen'
import type { Treefile } from '@apt2ostree/treefile'
import { imageRefs } from './image-refs.js'
import { requireRef } from './require-ref.js'

/** The build graph of images; `generate` is the command line that writes it. */
export function planImages(
  images: readonly Treefile[],
  places: BuildPlaces,
  generate: string,
): BuildPlan {
  return {
    images: images.map((image) =>
      planImage({ image, ref: requireRef(image), ...imageRefs(image) }, places),
    ),
    sources: [...new Set(images.flatMap(({ files }) => files))],
    generate,
  }
}
