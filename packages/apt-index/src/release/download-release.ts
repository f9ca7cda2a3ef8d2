import { releaseDirectory } from '../addresses/archive-url.js'
import { archiveBases, firstOf } from '../addresses/mirrors.js'
import { FetchError } from '../errors.js'
import type { FetchContext } from '../fetch-context.js'
import type { Source } from '../sources/source.js'
import { type FetchedText, fetchText } from '../transport/fetch-text.js'
import type { StoredRelease } from './stored-release.js'

/**
 * Returns a suite's Release file as the archive has it now, undefined when that is what is stored.
 * A missing InRelease falls back to Release and Release.gpg; of a source with trusted=yes they may
 * be missing, too. Throws a FetchError.
 */
export async function downloadRelease(
  source: Source,
  previous: StoredRelease | undefined,
  { network, signal }: FetchContext,
): Promise<Omit<StoredRelease, 'date'> | undefined> {
  const { uri, suite } = source
  const bases = await archiveBases(uri, { type: 'index', suite }, network, signal)
  return firstOf(bases, (base) =>
    downloadFrom({ ...source, uri: base }, previous, { network, signal }),
  )
}

async function downloadFrom(
  source: Source,
  previous: StoredRelease | undefined,
  { network, signal }: Pick<FetchContext, 'network'> & { signal: AbortSignal | undefined },
): Promise<Omit<StoredRelease, 'date'> | undefined> {
  const directory = releaseDirectory(source)
  const ifModifiedSince = previous?.lastModified
  const whole = { network, ...(signal && { signal }) }
  const conditional = { ...whole, ...(ifModifiedSince !== undefined && { ifModifiedSince }) }
  const inRelease = await orMissing(fetchText(`${directory}InRelease`, conditional))
  if (inRelease === undefined) return undefined
  if (inRelease !== 'missing') {
    const { bytes, lastModified } = inRelease
    return { inRelease: bytes, ...(lastModified !== undefined && { lastModified }) }
  }
  const fetching = fetchText(`${directory}Release`, whole)
  const release = await (source.trusted === true ? orMissing(fetching) : fetching)
  if (release === 'missing' || release === undefined) return {}
  const signature = await orMissing(fetchText(`${directory}Release.gpg`, whole))
  return { release: release.bytes, ...(isFetched(signature) && { signature: signature.bytes }) }
}

async function orMissing<T>(fetching: Promise<T>): Promise<T | 'missing'> {
  try {
    return await fetching
  } catch (error) {
    if (error instanceof FetchError && isMissing(error)) return 'missing'
    throw error
  }
}

/** Object stores answer 403 for what is not there. */
function isMissing({ failure, status }: FetchError): boolean {
  return failure === 'not-found' || status === 403
}

function isFetched(text: FetchedText | 'missing' | undefined): text is FetchedText {
  return text !== undefined && text !== 'missing'
}
