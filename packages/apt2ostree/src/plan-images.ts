import {
  type BuildPlaces,
  type BuildPlan,
  type PlannedImage,
  type PlannedPackage,
  planImage,
  planShared,
} from '@apt2ostree/buildgen'
import type { Treefile } from '@apt2ostree/treefile'
import { imageRefs } from './image-refs.js'
import { requireLock } from './read-lock.js'
import { requireRef } from './require-ref.js'

export interface PlanOptions {
  readonly places: BuildPlaces
  /** The command line that writes the plan. */
  readonly generate: string
  /** Whether each package has a step of its own; then every image must have its lockfile. */
  readonly perDeb: boolean
}

/** The build graph of images. Throws ERR_IMAGE_NO_REF and, for `perDeb`, as requireLock. */
export async function planImages(
  images: readonly Treefile[],
  { places, generate, perDeb }: PlanOptions,
): Promise<BuildPlan> {
  const planned: PlannedImage[] = []
  for (const image of images) {
    planned.push({
      ...{ image, ref: requireRef(image), ...imageRefs(image) },
      ...(perDeb && { packages: await lockedPackages(image) }),
    })
  }
  const locks = perDeb ? images.map(({ lockfile }) => lockfile) : []
  return {
    images: planned.map((each) => planImage(each, places)),
    shared: planShared(planned, places),
    sources: [...new Set([...images.flatMap(({ files }) => files), ...locks])],
    generate,
  }
}

async function lockedPackages(image: Treefile): Promise<PlannedPackage[]> {
  const { expectsUsrMerge, formatLayerRef } = await import('@apt2ostree/deb2ostree')
  const lock = await requireLock(image)
  const usrMerge = image.mergedUsr ?? expectsUsrMerge(lock)
  return lock.packages.map((each) => ({
    name: `${each.name}:${each.architecture}`,
    ref: formatLayerRef(each, usrMerge),
  }))
}
