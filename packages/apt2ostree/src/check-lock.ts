import { digestLockfile } from '@apt2ostree/lockfile'
import type { Treefile } from '@apt2ostree/treefile'
import { baseDigest } from './base-digest.js'
import { imageDigest } from './build-record.js'
import { findBases } from './find-bases.js'
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
  const { found, lockfiles } = await findBases([image], { verbose() {} })
  const base = found[0]?.base
  const texts = [...image.preferences, ...image.debconf]
  return {
    digest: [
      `lock ${digestLockfile(lock)}\n`,
      `image ${await imageDigest(image)}\n`,
      ...(base === undefined ? [] : [`base ${await baseDigest(base)}\n`]),
    ].join(''),
    inputs: [
      ...new Set([...image.files, image.lockfile, ...lockfiles]),
      ...texts.flatMap((each) => ('path' in each ? [each.path] : [])),
    ],
  }
}
