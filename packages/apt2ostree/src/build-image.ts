import type { Lockfile } from '@apt2ostree/lockfile'
import type { Treefile } from '@apt2ostree/treefile'
import type { BuildContext, StepContext } from './build-context.js'
import { commitImage, requireRef } from './commit-image.js'
import { configureImage } from './configure-image.js'
import { lockImage } from './lock-image.js'
import { readLock } from './read-lock.js'
import type { StepResult } from './step-result.js'
import { unionImage } from './union-image.js'
import { unpackImage } from './unpack-image.js'

/** An image's lock as a build finds it; a missing one is made. Throws as lockImage and readLock. */
export async function ensureLock(image: Treefile, context: StepContext): Promise<Lockfile> {
  return (await readLock(image)) ?? (await lockImage(image, context)).lock
}

/**
 * Takes an image from its lock to a commit on its ref. Each step is left out when what it would
 * make is there already. Throws the errors of the steps.
 */
export async function buildImage(
  image: Treefile,
  lock: Lockfile,
  context: BuildContext,
): Promise<StepResult & { readonly ref: string }> {
  const ref = requireRef(image)
  const layers = await unpackImage(image, lock, context)
  const unpacked = await unionImage(image, layers, context)
  const configured = await configureImage(image, unpacked.checksum, context)
  const committed = await commitImage(image, lock, configured.checksum, context)
  const changed = [unpacked, configured, committed].some((step) => step.changed)
  return { ref, checksum: committed.checksum, changed }
}
