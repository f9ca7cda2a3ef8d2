import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type DebFile, debUrls } from './deb-urls.js'
import { AptError } from './errors.js'
import { fetchVerified } from './fetch-verified.js'
import { isInside } from './is-inside.js'
import type { Network } from './network.js'

/** A .deb to be fetched. */
export interface WantedDeb extends DebFile {
  /** Bytes. */
  readonly size: number
}

/** From where and to where. */
export interface FetchDebOptions {
  /** Base URIs and templates, best first; see `debUrls`. */
  readonly mirrors: readonly string[]
  /** A directory in the layout of an archive: what it holds isn't fetched, and it is filled. */
  readonly pool: string
  readonly network?: Network
  readonly signal?: AbortSignal
  /** Called with the bytes of this file received so far. */
  readonly onProgress?: (received: number) => void
}

/**
 * Returns the path of the .deb in the pool, of the right size and SHA256 whether it was there or is
 * fetched now. Throws an AptError for a Filename that leaves the pool, and a FetchError.
 */
export async function fetchDeb(deb: WantedDeb, options: FetchDebOptions): Promise<string> {
  const { mirrors, pool, ...rest } = options
  if (!isInside(deb.filename)) {
    throw new AptError('ERR_APT_INDEX', `cannot fetch "${deb.filename}": it leaves its archive`)
  }
  const path = join(pool, deb.filename)
  if (await isIntact(path, deb)) return path
  const urls = debUrls(deb, mirrors)
  await fetchVerified({ ...rest, urls, path, size: deb.size, sha256: deb.sha256 })
  return path
}

async function isIntact(path: string, { size, sha256 }: WantedDeb): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  if (found?.size !== size) return false
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk)
  return hash.digest('hex') === sha256
}
