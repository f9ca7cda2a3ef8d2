import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Treefile } from '@apt2ostree/treefile'
import type { StepContext } from './build-context.js'
import { includedImages } from './included-images.js'
import { sameName } from './load-image.js'
import type { LockedImage } from './locked-image.js'
import { noLock, readLockfile } from './read-lock.js'
import { withBase } from './with-base.js'

/** An image and what it is built on. */
export type BasedImage = Pick<LockedImage, 'image' | 'base'>

/** What images are built on, and the lockfiles that said so. */
export interface FoundBases {
  readonly found: readonly BasedImage[]
  readonly lockfiles: readonly string[]
}

/**
 * What each of some images is built on. Lockfiles are read only for those that include an image
 * with one; such an image must have its own, or ERR_IMAGE_NO_LOCK is thrown.
 */
export async function findBases(
  images: readonly Treefile[],
  context: Pick<StepContext, 'verbose'>,
): Promise<FoundBases> {
  const found: BasedImage[] = []
  const lockfiles: string[] = []
  for (const image of images) {
    const below = await includedLockfiles(image)
    if (below.length === 0) {
      found.push({ image })
      continue
    }
    lockfiles.push(image.lockfile, ...below)
    const lock = await readLockfile(image.lockfile)
    if (lock === undefined) throw noLock(image)
    found.push(await withBase(image, lock, context))
  }
  return { found, lockfiles }
}

/** Images, and after them the bases that are not among them. Throws ERR_IMAGE_SAME_NAME. */
export function addBases(images: readonly BasedImage[]): BasedImage[] {
  const all = new Map(images.map((each) => [each.image.name, each]))
  for (const { base: nearest } of images) {
    for (let base = nearest; base !== undefined; base = base.base) {
      const { image } = all.get(base.image.name) ?? base
      if (resolve(image.path) !== resolve(base.image.path)) throw sameName(base.image, image)
      if (!all.has(image.name)) all.set(image.name, base)
    }
  }
  return [...all.values()]
}

async function includedLockfiles(image: Treefile): Promise<string[]> {
  const lockfiles: string[] = []
  for await (const { lockfile } of includedImages(image)) {
    if (existsSync(lockfile)) lockfiles.push(lockfile)
  }
  return lockfiles
}
