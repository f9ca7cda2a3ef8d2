import { createHash } from 'node:crypto'
import { digestLockfile } from '@apt2ostree/lockfile'
import type { LockedImage } from './locked-image.js'
import { readText } from './read-text.js'

/** SHA-256 of all that the configured tree of an image depends on. */
export async function baseDigest({ image, lock, base }: LockedImage): Promise<string> {
  const answers = await Promise.all(image.debconf.map(readText))
  const below = base && (await baseDigest(base))
  const parts = [digestLockfile(lock), image.mergedUsr, answers, below]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
