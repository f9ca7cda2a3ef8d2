import { formatLockfile, type Lockfile } from '@apt2ostree/lockfile'

/**
 * Returns whether two locks hold the same packages for the same requests, though they may come from
 * Release files of other dates: then there is no need to write the newer one.
 */
export function isSameLock(a: Lockfile, b: Lockfile): boolean {
  return formatLockfile(undated(a)) === formatLockfile(undated(b))
}

function undated(lock: Lockfile): Lockfile {
  return {
    ...lock,
    releases: lock.releases.map((release) => ({ ...release, date: '-', sha256: '-' })),
  }
}
