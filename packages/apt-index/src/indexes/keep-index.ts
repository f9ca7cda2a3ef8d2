import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { Cache } from '../cache.js'
import { AptError } from '../errors.js'
import type { InflateWorkers } from '../inflate-workers.js'
import type { Digest, DigestAlgorithm } from '../release/digest.js'
import type { ReleaseEntry } from '../release/release.js'
import { PartialFile } from '../transport/partial-file.js'
import { type InflateOptions, inflateFile } from './inflate-file.js'
import { PackagesCheck } from './packages-check.js'

/** An index as it was fetched. */
export interface FetchedIndex {
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** What the Release file says of its content. */
  readonly plain: ReleaseEntry | undefined
}

/** Puts an index into the cache, decompressed and looked through, and returns its SHA256. */
export async function keepIndex(
  { path: source, size, plain }: FetchedIndex,
  { cache, workers }: { readonly cache: Cache; readonly workers: InflateWorkers },
): Promise<string> {
  const index = await PartialFile.create(cache.pathOf(basename(source)))
  try {
    const sha256 = await inflateIndex(plain, { source, size, target: index.path, workers })
    await index.moveTo(cache.pathOf(sha256))
    return sha256
  } finally {
    await index.discard()
  }
}

/** No suite comes near this; it bounds what a Release file can make us hold. */
const maxIndexBytes = 1 << 30

/**
 * Decompresses an index, and returns the SHA256 of the content. `plain` is what the Release file says
 * of it. Throws an AptError where that differs or the content isn't sane, and as `inflateFile` does
 * for corrupt data or too much of it.
 */
async function inflateIndex(
  plain: ReleaseEntry | undefined,
  options: Omit<InflateOptions, 'maxBytes'>,
): Promise<string> {
  const maxBytes = Math.min(plain?.size ?? maxIndexBytes, maxIndexBytes)
  const check = new PackagesCheck()
  const algorithms = new Set<DigestAlgorithm>(['sha256', plain?.digest.algorithm ?? 'sha256'])
  const hashes = new Map([...algorithms].map((name) => [name, createHash(name)]))
  for await (const chunk of inflateFile({ ...options, maxBytes })) {
    for (const hash of hashes.values()) hash.update(chunk)
    check.write(chunk)
  }
  check.end()
  const digests = new Map([...hashes].map(([name, hash]) => [name, hash.digest('hex')]))
  if (plain !== undefined) assertDigest(digests, plain.digest)
  return digests.get('sha256') ?? ''
}

function assertDigest(
  digests: ReadonlyMap<DigestAlgorithm, string>,
  { algorithm, hex }: Digest,
): void {
  const actual = digests.get(algorithm)
  if (actual === hex) return
  const reason = `its ${algorithm.toUpperCase()} is ${actual} once decompressed, not ${hex}`
  throw new AptError('ERR_APT_INDEX', reason)
}
