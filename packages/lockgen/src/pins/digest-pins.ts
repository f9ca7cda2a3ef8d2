import { createHash } from 'node:crypto'
import type { Lockfile } from '@apt2ostree/lockfile'
import { LockgenError } from '../errors.js'
import type { Pin } from './preferences.js'

/**
 * Returns the SHA256 of what pins say, undefined for none: two preferences files that differ in
 * comments or spacing alone have the same.
 */
export function digestPins(pins: readonly Pin[]): string | undefined {
  if (pins.length === 0) return undefined
  const records = pins.map(({ packages, type, data, priority }) => {
    return [packages, type, data, String(priority)]
  })
  return createHash('sha256').update(JSON.stringify(records)).digest('hex')
}

/** Throws `LockgenError` unless the pins are those that ranked the versions of a lock. */
export function requirePins({ options }: Pick<Lockfile, 'options'>, pins: readonly Pin[]): void {
  const digest = digestPins(pins)
  if (digest === options.preferences) return
  const made = options.preferences === undefined ? 'no preferences' : 'other preferences'
  throw new LockgenError(
    'ERR_LOCKGEN_PREFERENCES',
    `cannot judge the lock's versions: it was made with ${made} (Preferences-SHA256)`,
    { hint: 'give those that it was made with: --preferences FILE' },
  )
}
