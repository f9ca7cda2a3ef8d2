import { parseReleaseDate } from '@apt2ostree/deb822'
import { AptError, redactUrl } from '../errors.js'
import type { FetchContext } from '../fetch-context.js'
import type { Source } from '../sources/source.js'
import { type VerifiedRelease, verifyRelease } from '../trust/verify-release.js'
import { checkChanges, releaseIdentity } from './check-changes.js'
import { checkRelease, uncheckedParts } from './check-release.js'
import { downloadRelease } from './download-release.js'
import { noRelease } from './release.js'
import { readStoredRelease, type StoredRelease, storeRelease } from './stored-release.js'

/** A Release file that was fetched and found good, not yet remembered. */
export interface ReceivedRelease {
  readonly verified: VerifiedRelease
  /** Puts it into the cache as the one seen last. */
  keep(): Promise<void>
}

/** Returns the suite's Release file as `receiveRelease` does, and keeps it. */
export async function fetchRelease(
  source: Source,
  context: FetchContext,
): Promise<VerifiedRelease> {
  const { verified, keep } = await receiveRelease(source, context)
  await keep()
  return verified
}

/**
 * Returns the suite's Release file, fetched, verified and judged; the cached one where the archive
 * says that it wasn't modified, or offline. Throws an AptError or FetchError.
 */
export async function receiveRelease(
  source: Source,
  context: FetchContext,
): Promise<ReceivedRelease> {
  const { cache, network, trust, now } = context
  try {
    const previous = await readStoredRelease(cache, source)
    const downloading = network.offline ? undefined : downloadRelease(source, previous, context)
    const [fetched] = await Promise.all([downloading, trust.preload(source)])
    const signed = fetched ?? previous
    if (signed === undefined) {
      throw new AptError(
        'ERR_APT_OFFLINE',
        'it is not in the cache and the network is not to be used',
      )
    }
    const verified = await verifyRelease(signed, source, trust, now)
    if (source.trusted === true) warnOfTrust(verified, source, context)
    if (verified.release !== noRelease) {
      checkRelease(verified.release, source, context)
      assertNotOlder(verified, previous)
      warnOfChanges(verified, previous, source, context)
    }
    const { date } = verified.release
    const identity = releaseIdentity(verified.release)
    const unchecked = [...verified.unchecked, ...uncheckedParts(verified.release, source, context)]
    return {
      verified: { ...verified, unchecked },
      keep: () => storeRelease(cache, source, { ...signed, date, identity }),
    }
  } catch (cause) {
    context.signal?.throwIfAborted()
    throw new AptError(
      'ERR_APT_RELEASE',
      `cannot use the Release file of ${describeSuite(source)}`,
      {
        cause,
      },
    )
  }
}

/** Returns the archive and suite as messages name them. */
export function describeSuite({ uri, suite }: Pick<Source, 'uri' | 'suite'>): string {
  return `"${redactUrl(uri)} ${suite}"`
}

function warnOfTrust({ release }: VerifiedRelease, source: Source, { warn }: FetchContext): void {
  const suite = describeSuite(source)
  if (release === noRelease) warn(`${suite} has no Release file: nothing of it is verified`)
  else warn(`${suite} is used without a signature`)
}

function warnOfChanges(
  { release }: VerifiedRelease,
  previous: StoredRelease | undefined,
  source: Source,
  context: FetchContext,
): void {
  if (previous?.identity === undefined) return
  const { identity } = previous
  const changes = checkChanges(identity, releaseIdentity(release), context, context.allowChanges)
  for (const change of changes) context.warn(`${describeSuite(source)}: ${change}`)
}

/** A replayed Release file is properly signed; only what was seen before tells. */
function assertNotOlder({ release }: VerifiedRelease, previous: StoredRelease | undefined): void {
  const seen = previous && parseReleaseDate(previous.date)
  const date = parseReleaseDate(release.date)
  if (seen === undefined || date === undefined || date >= seen) return
  throw new AptError(
    'ERR_APT_RELEASE',
    `it is dated ${release.date}, older than the one seen last (${previous?.date})`,
    {
      hint: 'a mirror may lag behind; use another --cache-dir to accept the older one',
    },
  )
}
