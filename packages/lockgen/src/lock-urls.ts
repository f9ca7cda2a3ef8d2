import { debUrls } from '@apt2ostree/apt-index'
import type { LockedPackage, Lockfile } from '@apt2ostree/lockfile'
import { LockgenError } from './errors.js'

/** A .deb to fetch, and how to tell that it is the right one. */
export interface LockedUrl {
  readonly url: string
  readonly sha256: string
  /** Bytes. */
  readonly size: number
}

/** Archives, each as `debUrls` takes it: one for each release id, and one for all others. */
export interface Mirrors {
  readonly byRelease: ReadonlyMap<string, string>
  readonly fallback?: string
}

/**
 * Returns what would be fetched, in the order of the lock.
 * Throws `LockgenError` for a package whose release has no mirror, `AptError` for a wrong template.
 */
export function lockUrls(lock: Lockfile, mirrors: Mirrors): LockedUrl[] {
  return lock.packages.map((locked) => {
    const base = mirrors.byRelease.get(locked.release ?? '') ?? mirrors.fallback
    if (base === undefined) throw unknownMirror(locked)
    const { filename, sha256, size, stanza } = locked
    const sha1 = stanza.get('SHA1')
    const [url] = debUrls({ filename, sha256, ...(sha1 !== undefined && { sha1 }) }, [base])
    if (url === undefined) throw cannotList(locked, `the lock has no SHA1 of it for "${base}"`)
    return { url, sha256, size }
  })
}

function unknownMirror(locked: LockedPackage): LockgenError {
  const { release } = locked
  const place = release === undefined ? 'it' : `release ${release}`
  const hint = `give one with --mirror ${release === undefined ? '' : `${release}=`}URL`
  return cannotList(locked, `no mirror of ${place} is given`, hint)
}

function cannotList({ name }: LockedPackage, reason: string, hint?: string): LockgenError {
  const message = `cannot tell where ${name} is: ${reason}`
  return new LockgenError('ERR_LOCKGEN_LOCK', message, hint === undefined ? {} : { hint })
}
