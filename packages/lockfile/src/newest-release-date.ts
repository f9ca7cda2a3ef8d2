import { parseReleaseDate } from '@apt2ostree/deb822'
import type { Lockfile } from './lockfile.js'

/** Returns the date of the newest Release file in a lock, in seconds since 1970; 0 where none says one. */
export function newestReleaseDate({ releases }: Pick<Lockfile, 'releases'>): number {
  const times = releases.map(({ date }) => (parseReleaseDate(date) ?? 0) / 1000)
  return Math.max(0, ...times)
}
