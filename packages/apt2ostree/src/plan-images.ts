import {
  type BuildPlaces,
  type BuildPlan,
  type PlannedImage,
  type PlannedPackage,
  planImage,
  planShared,
} from '@apt2ostree/buildgen'
import type { Treefile } from '@apt2ostree/treefile'
import { addBases, type BasedImage, findBases } from './find-bases.js'
import { imageRefs } from './image-refs.js'
import { requireLock } from './read-lock.js'
import { requireRef } from './require-ref.js'

export interface PlanOptions {
  readonly places: BuildPlaces
  /** The command line that writes the plan. */
  readonly generate: string
  /** Whether each package has a step of its own; then every image must have its lockfile. */
  readonly perDeb: boolean
  /** Told what only a curious person wants to know. */
  verbose(message: string): void
}

/**
 * The build graph of images, and of the bases that they are built on. Throws ERR_IMAGE_NO_REF,
 * ERR_IMAGE_SAME_NAME, ERR_IMAGE_NO_LOCK for an image that may have a base, and for `perDeb` as
 * requireLock.
 */
export async function planImages(
  images: readonly Treefile[],
  options: PlanOptions,
): Promise<BuildPlan> {
  const { places, generate, perDeb } = options
  const { found, lockfiles } = await findBases(images, options)
  const planned: PlannedImage[] = []
  for (const each of addBases(found)) {
    const ref = images.includes(each.image) ? { ref: requireRef(each.image) } : {}
    const packages = perDeb && { packages: await lockedPackages(each) }
    planned.push({ ...refsOf(each), ...ref, ...packages })
  }
  const locks = perDeb ? planned.map(({ image }) => image.lockfile) : lockfiles
  return {
    images: planned.map((each) => planImage(each, places)),
    shared: planShared(planned, places),
    sources: [...new Set([...images.flatMap(({ files }) => files), ...locks])],
    generate,
  }
}

function refsOf({ image, base }: BasedImage): PlannedImage {
  return { image, ...imageRefs(image), ...(base && { base: imageRefs(base.image).configured }) }
}

/** The packages that an image has beyond its base. */
async function lockedPackages({ image, base }: BasedImage): Promise<PlannedPackage[]> {
  const { expectsUsrMerge, formatLayerRef } = await import('@apt2ostree/deb2ostree')
  const lock = await requireLock(image)
  const usrMerge = image.mergedUsr ?? expectsUsrMerge(lock)
  const below = new Set(base?.lock.packages.map(({ sha256 }) => sha256))
  return lock.packages
    .filter(({ sha256 }) => !below.has(sha256))
    .map((each) => ({
      name: `${each.name}:${each.architecture}`,
      ref: formatLayerRef(each, usrMerge),
    }))
}
