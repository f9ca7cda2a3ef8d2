import type { Lockfile } from '@apt2ostree/lockfile'
import type { Treefile } from '@apt2ostree/treefile'
import type { BuildContext, StepContext } from './build-context.js'
import { commitImage } from './commit-image.js'
import { findBuilt } from './find-built.js'
import { readLock } from './read-lock.js'
import { requireRef } from './require-ref.js'
import type { StepResult } from './step-result.js'

/** An image's lock as a build finds it; a missing one is made. Throws as lockImage and readLock. */
export async function ensureLock(image: Treefile, context: StepContext): Promise<Lockfile> {
  const lock = await readLock(image)
  if (lock !== undefined) return lock
  const { lockImage } = await import('./lock-image.js')
  return (await lockImage(image, context)).lock
}

/**
 * Takes an image from its lock to a commit on its ref. Nothing is done when that commit is there,
 * and no step when what it would make is. Throws the errors of the steps.
 */
export async function buildImage(
  image: Treefile,
  lock: Lockfile,
  context: BuildContext,
): Promise<StepResult> {
  requireRef(image)
  const built = await findBuilt(image, lock, context.repo, context.env.SOURCE_DATE_EPOCH)
  if (built !== undefined) return { checksum: built, changed: false }
  // What the steps need takes longer to load than finding out that there is nothing to do.
  const [{ unpackImage }, { unionImage }, { configureImage }] = await Promise.all([
    import('./unpack-image.js'),
    import('./union-image.js'),
    import('./configure-image.js'),
  ])
  const layers = await unpackImage(image, lock, context)
  const unpacked = await unionImage(image, layers, context)
  const configured = await configureImage(image, unpacked.checksum, context)
  return commitImage(image, lock, configured.checksum, context)
}
