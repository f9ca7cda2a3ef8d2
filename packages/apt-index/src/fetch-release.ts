import { releaseDirectory } from './archive-url.js'
import { checkRelease } from './check-release.js'
import { parseDate } from './date.js'
import { AptError, FetchError, redactUrl } from './errors.js'
import type { FetchContext } from './fetch-context.js'
import { fetchText } from './fetch-text.js'
import type { Source } from './source.js'
import { readStoredRelease, type StoredRelease, storeRelease } from './stored-release.js'
import { type VerifiedRelease, verifyRelease } from './verify-release.js'

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
    const fetched = network.offline ? undefined : await download(source, previous, context)
    const signed = fetched ?? previous
    if (signed === undefined) {
      throw new AptError(
        'ERR_APT_OFFLINE',
        'it is not in the cache and the network is not to be used',
      )
    }
    if (source.trusted === true)
      context.warn(`${describeSuite(source)} is used without a signature`)
    const verified = await verifyRelease(signed, source, trust, now)
    checkRelease(verified.release, source, context)
    assertNotOlder(verified, previous)
    const { date } = verified.release
    return { verified, keep: () => storeRelease(cache, source, { ...signed, date }) }
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

/** Returns undefined when what is stored is current. A missing InRelease falls back to two files. */
async function download(
  source: Source,
  previous: StoredRelease | undefined,
  { network, signal }: FetchContext,
): Promise<Omit<StoredRelease, 'date'> | undefined> {
  const directory = releaseDirectory(source)
  const ifModifiedSince = previous?.lastModified
  const options = {
    network,
    ...(signal && { signal }),
    ...(ifModifiedSince !== undefined && { ifModifiedSince }),
  }
  const inRelease = await orMissing(fetchText(`${directory}InRelease`, options))
  if (inRelease === undefined) return undefined
  if (inRelease !== 'missing') {
    const { bytes, lastModified } = inRelease
    return { inRelease: bytes, ...(lastModified !== undefined && { lastModified }) }
  }
  const whole = { network, ...(signal && { signal }) }
  const release = await fetchText(`${directory}Release`, whole)
  const signature = await orMissing(fetchText(`${directory}Release.gpg`, whole))
  if (release === undefined) return undefined
  return {
    release: release.bytes,
    ...(signature !== undefined && signature !== 'missing' && { signature: signature.bytes }),
  }
}

async function orMissing<T>(fetching: Promise<T>): Promise<T | 'missing'> {
  try {
    return await fetching
  } catch (error) {
    if (error instanceof FetchError && error.failure === 'not-found') return 'missing'
    throw error
  }
}

/** A replayed Release file is properly signed; only what was seen before tells. */
function assertNotOlder({ release }: VerifiedRelease, previous: StoredRelease | undefined): void {
  const seen = previous && parseDate(previous.date)
  const date = parseDate(release.date)
  if (seen === undefined || date === undefined || date >= seen) return
  throw new AptError(
    'ERR_APT_RELEASE',
    `it is dated ${release.date}, older than the one seen last (${previous?.date})`,
    {
      hint: 'a mirror may lag behind; use another --cache-dir to accept the older one',
    },
  )
}
