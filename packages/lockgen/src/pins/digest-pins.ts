import { createHash } from 'node:crypto'
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
