import { decodeBytes } from '@apt2ostree/deb822'
import { type Lockfile, parseLockfile } from '@apt2ostree/lockfile'
import type { Treefile } from '@apt2ostree/treefile'
import { readIfThere } from './build-files.js'
import { Apt2ostreeError } from './errors.js'
import { lockSettings, staleness } from './lock-settings.js'

/** The lock that a file holds, undefined where there is none. */
export async function readLockfile(path: string): Promise<Lockfile | undefined> {
  const bytes = await readIfThere(path)
  return bytes && parseLockfile(decodeBytes(bytes))
}

/**
 * An image's lock, undefined when there is none yet. Throws ERR_IMAGE_STALE_LOCK when it was made
 * for other requests than the image has now: a lock is replaced by `apt2ostree lock` alone, so that
 * nothing is built that nobody has seen.
 */
export async function readLock(image: Treefile): Promise<Lockfile | undefined> {
  const lock = await readLockfile(image.lockfile)
  if (lock === undefined) return undefined
  const reasons = staleness(lock, await lockSettings(image, lock.architecture))
  if (reasons.length === 0) return lock
  throw new Apt2ostreeError(
    'ERR_IMAGE_STALE_LOCK',
    `cannot use "${image.lockfile}": "${image.path}" has changed since: ${reasons.join(', ')}`,
    { hint: `run: apt2ostree lock ${image.path}` },
  )
}

/** The lock of an image that must have one. Throws ERR_IMAGE_NO_LOCK, ERR_IMAGE_STALE_LOCK. */
export async function requireLock(image: Treefile): Promise<Lockfile> {
  const lock = await readLock(image)
  if (lock !== undefined) return lock
  throw noLock(image)
}

/** The error for an image that must have a lock and has none. */
export function noLock({ lockfile, path }: Treefile): Apt2ostreeError {
  const hint = `run: apt2ostree lock ${path}`
  return new Apt2ostreeError('ERR_IMAGE_NO_LOCK', `cannot find "${lockfile}"`, { hint })
}
