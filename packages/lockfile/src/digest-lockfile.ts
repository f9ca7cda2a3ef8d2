import { createHash } from 'node:crypto'
import { encodeBytes } from '@apt2ostree/deb822'
import { formatLockfile } from './format-lockfile.js'
import type { Lockfile } from './lockfile.js'

/**
 * Returns the SHA-256, 64 lower-case hex digits, of a lockfile as lockgen writes it, so that the order of its stanzas, which is of no
 * consequence, makes no difference.
 */
export function digestLockfile(lock: Lockfile): string {
  return createHash('sha256')
    .update(encodeBytes(formatLockfile(lock)))
    .digest('hex')
}
