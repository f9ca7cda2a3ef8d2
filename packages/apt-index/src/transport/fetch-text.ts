import { FetchError } from '../errors.js'
import { networkError, type OpenUrlOptions, openUrl } from './open-url.js'
import { retryTransient } from './retry.js'

/** A whole small file in memory. */
export interface FetchedText {
  readonly bytes: Buffer
  readonly lastModified: string | undefined
}

/** apt's Acquire::MaxReleaseFileSize. */
const maxBytes = 10_000_000

/**
 * Returns the bytes of a file whose size and digest aren't known beforehand: a Release file, which
 * is to be verified by its signature. Undefined when it wasn't modified. Throws a FetchError.
 */
export async function fetchText(
  url: string,
  options: OpenUrlOptions,
): Promise<FetchedText | undefined> {
  return retryTransient(options.network, options.signal, async () => {
    const transfer = await openUrl(url, { ...options, fresh: true })
    if (transfer === undefined) return undefined
    try {
      const bytes = await collect(url, transfer.body)
      return { bytes, lastModified: transfer.lastModified }
    } catch (error) {
      throw networkError(url, error)
    }
  })
}

async function collect(url: string, body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) {
      throw new FetchError('refused', url, `it has more than ${maxBytes} bytes`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
