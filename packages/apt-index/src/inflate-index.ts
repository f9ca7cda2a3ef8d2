import { createReadStream } from 'node:fs'
import { decompress } from '@apt2ostree/decompress'
import { AptError } from './errors.js'
import { PackagesCheck } from './packages-check.js'
import type { PartialFile } from './partial-file.js'
import type { ReleaseEntry } from './release.js'

/** No suite comes near this; it bounds what a Release file can make us hold. */
const maxIndexBytes = 1 << 30

/**
 * Decompresses an index whose own size and digest are verified into `file`, and returns the SHA256 of
 * the content. `plain` is what the Release file says of it. Throws an AptError where that differs or
 * the content isn't sane, and a DecompressError for corrupt data or too much of it.
 */
export async function inflateIndex(
  path: string,
  plain: ReleaseEntry | undefined,
  file: PartialFile,
): Promise<string> {
  const maxBytes = Math.min(plain?.size ?? maxIndexBytes, maxIndexBytes)
  const check = new PackagesCheck()
  for await (const chunk of decompress(createReadStream(path, { highWaterMark: 1 << 20 }), {
    maxBytes,
  })) {
    check.write(chunk)
    await file.append(chunk)
  }
  check.end()
  const sha256 = file.digest()
  if (plain !== undefined && sha256 !== plain.sha256) {
    const reason = `its SHA256 is ${sha256} once decompressed, not ${plain.sha256}`
    throw new AptError('ERR_APT_INDEX', reason)
  }
  return sha256
}
