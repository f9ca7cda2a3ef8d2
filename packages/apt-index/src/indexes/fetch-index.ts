import { rm } from 'node:fs/promises'
import { byHashPath, releaseDirectory } from '../addresses/archive-url.js'
import { archiveBases } from '../addresses/mirrors.js'
import { AptError, FetchError } from '../errors.js'
import type { FetchContext } from '../fetch-context.js'
import type { InflateWorkers } from '../inflate-workers.js'
import type { Release, ReleaseEntry } from '../release/release.js'
import type { Source } from '../sources/source.js'
import { fetchVerified } from '../transport/fetch-verified.js'
import { threadedBytes } from './inflate-file.js'
import { keepIndex } from './keep-index.js'

/** Best first: xz is the smallest, and the only one that every suite has. */
export const indexSuffixes = ['.xz', '.zst', '.bz2', '.gz', ''] as const

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
  const variants = indexSuffixes.flatMap((suffix): Variant[] => {
    const entry = release.files.get(path + suffix)
    return entry === undefined ? [] : [{ path: path + suffix, entry }]
  })
  for (const variant of variants) {
    const digest = await contentDigest(variant, plain, context)
    if (digest !== undefined && (await cache.holds(digest))) return digest
    try {
      const urls = await urlsOf(variant, release, source, context)
      return await fetchVariant(variant, plain, urls, context)
    } catch (error) {
      const missing = error instanceof FetchError && error.failure === 'not-found'
      if (!missing || variant === variants.at(-1)) throw error
    }
  }
  throw new AptError('ERR_APT_INDEX', `its Release file has no "${path}"`)
}

/** The SHA256 of the content: what the Release file says, or what was found the last time. */
async function contentDigest(
  { entry }: Variant,
  plain: ReleaseEntry | undefined,
  { cache }: IndexContext,
): Promise<string | undefined> {
  if (plain?.digest.algorithm === 'sha256') return plain.digest.hex
  const known = await cache.readRecord(entry.digest.hex)
  return typeof known === 'string' ? known : undefined
}

async function fetchVariant(
  { entry }: Variant,
  plain: ReleaseEntry | undefined,
  urls: readonly string[],
  context: IndexContext,
): Promise<string> {
  const { cache, network, signal, onBytes, workers } = context
  const { size, digest } = entry
  if (size >= threadedBytes) workers.prepare(size)
  const path = cache.temporaryPath()
  let before = 0
  const onProgress = (received: number) => {
    onBytes(received - before)
    before = received
  }
  try {
    await fetchVerified({ ...entry, urls, path, network, onProgress, ...(signal && { signal }) })
    const sha256 = await keepIndex({ path, size, plain }, context)
    if (plain?.digest.algorithm !== 'sha256') await cache.writeRecord(digest.hex, sha256)
    return sha256
  } finally {
    await rm(path, { force: true })
  }
}

/** An index by its hash is the right one even while the mirror is being updated. */
async function urlsOf(
  { path, entry }: Variant,
  release: Release,
  source: Source,
  { network, signal }: IndexContext,
): Promise<string[]> {
  const { byHash = 'yes', uri, suite } = source
  const isOffered = byHash === 'force' || (byHash === 'yes' && release.acquireByHash)
  const names = isOffered ? [byHashPath(path, entry.digest), path] : [path]
  const arch = /(?:^|\/)binary-([^/]*)\//.exec(path)?.[1]
  const question = { type: 'index', suite, arch, codename: release.codename } as const
  const bases = await archiveBases(uri, question, network, signal)
  return bases.flatMap((base) => names.map((name) => releaseDirectory({ uri: base, suite }) + name))
}
