import { digestLockfile } from '@apt2ostree/lockfile'
import type { Treefile } from '@apt2ostree/treefile'
import { imageDigest } from './build-record.js'
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
  const lock = await requireLock(image)
  const preferences = image.preferences.flatMap((each) => ('path' in each ? [each.path] : []))
  return {
    digest: `lock ${digestLockfile(lock)}\nimage ${await imageDigest(image)}\n`,
    inputs: [...image.files, image.lockfile, ...preferences],
  }
}
