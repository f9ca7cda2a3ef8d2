import { rm } from 'node:fs/promises'
import { byHashPath, releaseDirectory } from './archive-url.js'
import { AptError, FetchError } from './errors.js'
import type { FetchContext } from './fetch-context.js'
import { fetchVerified } from './fetch-verified.js'
import { threadedBytes } from './inflate-file.js'
import { inflateIndex } from './inflate-index.js'
import type { InflateWorkers } from './inflate-workers.js'
import { PartialFile } from './partial-file.js'
import type { Release, ReleaseEntry } from './release.js'
import type { Source } from './source.js'

/** Best first: xz is the smallest, and the only one that every suite has. */
const suffixes = ['.xz', '.zst', '.gz', ''] as const

/** What fetching an index needs beside what fetching its Release file does. */
export interface IndexContext extends FetchContext {
  readonly workers: InflateWorkers
}

interface Variant {
  readonly path: string
  readonly entry: ReleaseEntry
}

/**
 * Puts the index `path` into the cache, decompressed, checked against the Release file and for
 * sanity, and returns its SHA256. What the cache holds already isn't fetched again. Throws an
 * AptError or FetchError.
 */
export async function fetchIndex(
  path: string,
  release: Release,
  source: Source,
  context: IndexContext,
): Promise<string> {
  const { cache } = context
  const plain = release.files.get(path)
  const variants = suffixes.flatMap((suffix): Variant[] => {
    const entry = release.files.get(path + suffix)
    return entry === undefined ? [] : [{ path: path + suffix, entry }]
  })
  for (const variant of variants) {
    const digest = plain?.sha256 ?? (await cache.readRecord(variant.entry.sha256))
    if (typeof digest === 'string' && (await cache.holds(digest))) return digest
    try {
      return await fetchVariant(variant, plain, urlsOf(variant, release, source), context)
    } catch (error) {
      const missing = error instanceof FetchError && error.failure === 'not-found'
      if (!missing || variant === variants.at(-1)) throw error
    }
  }
  throw new AptError('ERR_APT_INDEX', `its Release file has no "${path}"`)
}

async function fetchVariant(
  { entry }: Variant,
  plain: ReleaseEntry | undefined,
  urls: readonly string[],
  { cache, network, signal, onBytes, workers }: IndexContext,
): Promise<string> {
  const { size } = entry
  if (size >= threadedBytes) workers.prepare(size)
  const source = cache.temporaryPath()
  const index = await PartialFile.create(cache.pathOf(entry.sha256))
  let before = 0
  const onProgress = (received: number) => {
    onBytes(received - before)
    before = received
  }
  try {
    await fetchVerified({
      ...entry,
      urls,
      path: source,
      network,
      onProgress,
      ...(signal && { signal }),
    })
    const sha256 = await inflateIndex(plain, { source, size, target: index.path, workers })
    await index.moveTo(cache.pathOf(sha256))
    if (plain === undefined) await cache.writeRecord(entry.sha256, sha256)
    return sha256
  } finally {
    await index.discard()
    await rm(source, { force: true })
  }
}

/** An index by its hash is the right one even while the mirror is being updated. */
function urlsOf({ path, entry }: Variant, release: Release, source: Source): string[] {
  const directory = releaseDirectory(source)
  const { byHash = 'yes' } = source
  const isOffered = byHash === 'force' || (byHash === 'yes' && release.acquireByHash)
  const hashed = isOffered ? [directory + byHashPath(path, entry.sha256)] : []
  return [...hashed, directory + path]
}
