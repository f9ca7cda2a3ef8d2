import type { Lockfile } from '@apt2ostree/lockfile'
import type { Treefile } from '@apt2ostree/treefile'
import type { StepContext } from './build-context.js'
import { readLock } from './read-lock.js'

/** An image's lock as a build finds it; a missing one is made. Throws as lockImage and readLock. */
export async function ensureLock(image: Treefile, context: StepContext): Promise<Lockfile> {
  const lock = await readLock(image)
  if (lock !== undefined) return lock
  const { lockImage } = await import('./lock-image.js')
  return (await lockImage(image, context)).lock
}
