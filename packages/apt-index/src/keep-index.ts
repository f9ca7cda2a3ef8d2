import { basename } from 'node:path'
import type { Cache } from './cache.js'
import { inflateIndex } from './inflate-index.js'
import type { InflateWorkers } from './inflate-workers.js'
import { PartialFile } from './partial-file.js'
import type { ReleaseEntry } from './release.js'

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
