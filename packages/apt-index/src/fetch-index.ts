import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { decompress } from '@apt2ostree/decompress'
import { byHashPath, releaseDirectory } from './archive-url.js'
import { checkPackages } from './check-packages.js'
import { AptError, FetchError } from './errors.js'
import type { FetchContext } from './fetch-context.js'
import { fetchVerified } from './fetch-verified.js'
import type { ReleaseEntry } from './release.js'
import type { Source } from './source.js'
import type { VerifiedRelease } from './verify-release.js'

/** Best first: xz is the smallest, and the only one that every suite has. */
const suffixes = ['.xz', '.zst', '.gz', ''] as const

/** No suite comes near this; it bounds what a Release file can make us hold. */
const maxIndexBytes = 1 << 30

/**
 * Puts the index `path` into the cache, decompressed, checked against the Release file and for
 * sanity, and returns its SHA256. What the cache holds already isn't fetched again. Throws an
 * AptError or FetchError.
 */
export async function fetchIndex(
  path: string,
  verified: VerifiedRelease,
  source: Source,
  context: FetchContext,
): Promise<string> {
  const { cache } = context
  const plain = verified.release.files.get(path)
  if (plain !== undefined && (await cache.holds(plain.sha256))) return plain.sha256
  const variants = suffixes.flatMap((suffix) => {
    const entry = verified.release.files.get(path + suffix)
    return entry === undefined ? [] : [{ path: path + suffix, entry }]
  })
  for (const variant of variants) {
    try {
      const bytes = await fetchVariant(
        variant.path,
        variant.entry,
        plain,
        source,
        verified,
        context,
      )
      checkPackages(bytes)
      return await cache.put(bytes)
    } catch (error) {
      const missing = error instanceof FetchError && error.failure === 'not-found'
      if (!missing || variant === variants.at(-1)) throw error
    }
  }
  throw new AptError('ERR_APT_INDEX', `its Release file has no "${path}"`)
}

async function fetchVariant(
  path: string,
  entry: ReleaseEntry,
  plain: ReleaseEntry | undefined,
  source: Source,
  { release }: VerifiedRelease,
  { cache, network, signal }: FetchContext,
): Promise<Buffer> {
  const directory = releaseDirectory(source)
  const byHash = source.byHash ?? (release.acquireByHash ? 'yes' : 'no')
  const canUseHash = byHash === 'force' || (byHash === 'yes' && release.acquireByHash)
  const paths = canUseHash ? [byHashPath(path, entry.sha256), path] : [path]
  const file = cache.pathOf(entry.sha256)
  await fetchVerified({
    ...entry,
    urls: paths.map((each) => directory + each),
    path: file,
    network,
    ...(signal && { signal }),
  })
  if (entry === plain) return readFile(file)
  try {
    return await inflate(file, plain)
  } finally {
    await rm(file, { force: true })
  }
}

async function inflate(file: string, plain: ReleaseEntry | undefined): Promise<Buffer> {
  const maxBytes = Math.min(plain?.size ?? maxIndexBytes, maxIndexBytes)
  const chunks: Uint8Array[] = []
  const hash = createHash('sha256')
  for await (const chunk of decompress(createReadStream(file), { maxBytes })) {
    hash.update(chunk)
    chunks.push(chunk)
  }
  if (plain !== undefined && hash.digest('hex') !== plain.sha256) {
    throw new AptError(
      'ERR_APT_INDEX',
      'decompressed, its SHA256 is not what the Release file says',
    )
  }
  return Buffer.concat(chunks)
}
