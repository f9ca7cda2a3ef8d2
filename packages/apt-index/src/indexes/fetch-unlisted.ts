import { rm } from 'node:fs/promises'
import { releaseDirectory } from '../addresses/archive-url.js'
import { archiveBases, firstOf } from '../addresses/mirrors.js'
import { AptError, FetchError } from '../errors.js'
import type { Source } from '../sources/source.js'
import { networkError, openUrl } from '../transport/open-url.js'
import { PartialFile } from '../transport/partial-file.js'
import { retryTransient } from '../transport/retry.js'
import { type IndexContext, indexSuffixes } from './fetch-index.js'
import { keepIndex } from './keep-index.js'

/** An index that nothing vouches for. */
export interface UnlistedIndex {
  /** Of its content, which is in the cache. */
  readonly sha256: string
  /** When it last changed, as the server says, or else 1970. */
  readonly date: string
}

/** More than any index has, see `keepIndex`. */
const maxBytes = 1 << 30

/**
 * Puts the index `path` of an archive without a Release file into the cache, from the first of its
 * names that the archive has; offline, the one that was fetched last. Throws an AptError or FetchError.
 */
export async function fetchUnlisted(
  path: string,
  source: Source,
  context: IndexContext,
): Promise<UnlistedIndex> {
  const { cache, network } = context
  const record = `${source.uri} ${source.suite} ${path}`
  if (network.offline) return recall(record, context)
  const question = { type: 'index', suite: source.suite } as const
  const bases = await archiveBases(source.uri, question, network, context.signal)
  for (const suffix of indexSuffixes) {
    try {
      const fetched = await firstOf(bases, (uri) =>
        fetchOne(`${releaseDirectory({ ...source, uri })}${path}${suffix}`, context),
      )
      await cache.writeRecord(record, fetched)
      return fetched
    } catch (error) {
      const missing = error instanceof FetchError && error.failure === 'not-found'
      if (!missing) throw error
    }
  }
  throw new AptError('ERR_APT_INDEX', `it has no "${path}"`)
}

async function recall(record: string, { cache }: IndexContext): Promise<UnlistedIndex> {
  const known = (await cache.readRecord(record)) as Partial<UnlistedIndex> | undefined
  const { sha256, date } = known ?? {}
  if (sha256 !== undefined && date !== undefined && (await cache.holds(sha256))) {
    return { sha256, date }
  }
  throw new AptError('ERR_APT_OFFLINE', 'it is not in the cache and the network is not to be used')
}

async function fetchOne(url: string, context: IndexContext): Promise<UnlistedIndex> {
  const { cache, network, signal } = context
  const path = cache.temporaryPath()
  try {
    const { size, date } = await retryTransient(network, signal, () => receive(url, path, context))
    return { sha256: await keepIndex({ path, size, plain: undefined }, context), date }
  } finally {
    await rm(path, { force: true })
  }
}

async function receive(url: string, path: string, { network, signal, onBytes }: IndexContext) {
  const transfer = await openUrl(url, { network, fresh: true, ...(signal && { signal }) })
  if (transfer === undefined) throw new FetchError('refused', url, 'no content')
  const file = await PartialFile.create(path)
  try {
    for await (const chunk of transfer.body) {
      if (file.size + chunk.length > maxBytes) {
        throw new FetchError('refused', url, `it has more than ${maxBytes} bytes`)
      }
      await file.append(chunk)
      onBytes(chunk.length)
    }
    await file.moveTo(path)
    return { size: file.size, date: transfer.lastModified ?? new Date(0).toUTCString() }
  } catch (error) {
    throw networkError(url, error)
  } finally {
    transfer.body.destroy()
    await file.discard()
  }
}
