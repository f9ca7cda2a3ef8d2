import { type Lockfile, newestReleaseDate } from '@apt2ostree/lockfile'
import { Apt2ostreeError } from './errors.js'

/**
 * The date of an image in seconds since 1970: `sourceDateEpoch` where it is set, else the newest
 * Release file in the lock, else 0. Throws ERR_IMAGE_EPOCH for an epoch that is no number.
 * https://reproducible-builds.org/specs/source-date-epoch/
 */
export function releaseTime(lock: Lockfile, sourceDateEpoch?: string): number {
  if (sourceDateEpoch !== undefined && sourceDateEpoch !== '') return parseEpoch(sourceDateEpoch)
  return newestReleaseDate(lock)
}

function parseEpoch(text: string): number {
  const seconds = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(seconds)) return seconds
  throw new Apt2ostreeError(
    'ERR_IMAGE_EPOCH',
    `cannot use SOURCE_DATE_EPOCH "${text}": it is not a number of seconds`,
  )
}
