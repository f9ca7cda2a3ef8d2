import type { LockedPackage, Lockfile } from '@apt2ostree/lockfile'
import { LockgenError } from './errors.js'

/** A .deb to fetch, and how to tell that it is the right one. */
export interface LockedUrl {
  readonly url: string
  readonly sha256: string
  /** Bytes. */
  readonly size: number
}

/** Base addresses of archives: one for each release id, and one for all others. */
export interface Mirrors {
  readonly byRelease: ReadonlyMap<string, string>
  readonly fallback?: string
}

/**
 * Returns what would be fetched, in the order of the lock.
 * Throws `LockgenError` for a package whose release has no mirror.
 */
export function lockUrls(lock: Lockfile, mirrors: Mirrors): LockedUrl[] {
  return lock.packages.map((locked) => {
    const base = mirrors.byRelease.get(locked.release ?? '') ?? mirrors.fallback
    if (base === undefined) throw unknownMirror(locked)
    const path = locked.filename.split('/').map(encodeURIComponent).join('/')
    return { url: `${base.replace(/\/+$/, '')}/${path}`, sha256: locked.sha256, size: locked.size }
  })
}

function unknownMirror({ name, release }: LockedPackage): LockgenError {
  const place = release === undefined ? '' : ` of release ${release}`
  return new LockgenError('ERR_LOCKGEN_LOCK', `no mirror for ${name}${place}`, {
    hint: `give one with --mirror ${release === undefined ? '' : `${release}=`}URL`,
  })
}
