import type { Cache } from '../cache.js'
import type { Source } from '../sources/source.js'
import type { SignedRelease } from '../trust/verify-release.js'
import type { ReleaseIdentity } from './check-changes.js'

/** A Release file as the cache keeps it. It is verified again whenever it is used. */
export interface StoredRelease extends SignedRelease {
  /** Its Date field. */
  readonly date: string
  /** What the archive called itself; absent from what older versions kept. */
  readonly identity?: ReleaseIdentity
  /** What the server said, for a conditional request. */
  readonly lastModified?: string
}

const parts = ['inRelease', 'release', 'signature'] as const

/** Returns the Release file of this archive and suite that was seen last, undefined for none. */
export async function readStoredRelease(
  cache: Cache,
  source: Source,
): Promise<StoredRelease | undefined> {
  const record = await cache.readRecord(recordName(source))
  if (!isRecord(record)) return undefined
  const { date, lastModified, identity } = record
  const found: [string, Buffer][] = []
  for (const part of parts) {
    const digest = record[part]
    const bytes = digest === undefined ? undefined : await cache.get(digest)
    if (bytes !== undefined) found.push([part, bytes])
    else if (digest !== undefined) return undefined
  }
  return {
    ...Object.fromEntries(found),
    date: date ?? '',
    ...(identity !== undefined && { identity: JSON.parse(identity) as ReleaseIdentity }),
    ...(lastModified !== undefined && { lastModified }),
  }
}

/** Keeps a verified Release file as the one seen last. */
export async function storeRelease(
  cache: Cache,
  source: Source,
  stored: StoredRelease,
): Promise<void> {
  const { date, lastModified, identity } = stored
  const record: Record<string, string> = {
    date,
    ...(identity !== undefined && { identity: JSON.stringify(identity) }),
    ...(lastModified !== undefined && { lastModified }),
  }
  for (const part of parts) {
    const bytes = stored[part]
    if (bytes !== undefined) record[part] = await cache.put(bytes)
  }
  await cache.writeRecord(recordName(source), record)
}

function recordName({ uri, suite }: Source): string {
  return `${uri} ${suite}`
}

function isRecord(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((each) => typeof each === 'string')
  )
}
