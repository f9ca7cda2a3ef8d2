import type { Treefile } from '@apt2ostree/treefile'
import { buildRecord } from './build-record.js'
import { requireLock } from './read-lock.js'

/** Facts for a build system about an image whose lock fits. */
export interface CheckedLock {
  /** Changes if, and only if, the image that a build would make may change. */
  readonly digest: string
  /** Every file that was read. */
  readonly inputs: readonly string[]
}

/** Checks that an image's lockfile fits it. Throws ERR_IMAGE_NO_LOCK or ERR_IMAGE_STALE_LOCK. */
export async function checkLock(image: Treefile): Promise<CheckedLock> {
  const record = await buildRecord(image, await requireLock(image))
  const digest = [...record].map(([key, { text }]) => `${key} ${text}\n`).join('')
  return { digest, inputs: [...image.files, image.lockfile] }
}
