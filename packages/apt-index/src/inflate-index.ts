import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { decompress } from '@apt2ostree/decompress'
import { AptError } from './errors.js'
import type { ReleaseEntry } from './release.js'

/** No suite comes near this; it bounds what a Release file can make us hold. */
const maxIndexBytes = 256 << 20

/**
 * Returns the content of an index file whose own size and digest are verified, decompressed, with its
 * SHA256. `plain` is what the Release file says of the content. Throws an AptError where that differs
 * and a DecompressError for corrupt data or too much of it.
 */
export async function inflateIndex(
  path: string,
  plain: ReleaseEntry | undefined,
): Promise<{ bytes: Buffer; sha256: string }> {
  const maxBytes = Math.min(plain?.size ?? maxIndexBytes, maxIndexBytes)
  const chunks: Uint8Array[] = []
  const hash = createHash('sha256')
  for await (const chunk of decompress(createReadStream(path), { maxBytes })) {
    hash.update(chunk)
    chunks.push(chunk)
  }
  const sha256 = hash.digest('hex')
  if (plain !== undefined && sha256 !== plain.sha256) {
    const reason = `its SHA256 is ${sha256} once decompressed, not ${plain.sha256}`
    throw new AptError('ERR_APT_INDEX', reason)
  }
  return { bytes: Buffer.concat(chunks), sha256 }
}
