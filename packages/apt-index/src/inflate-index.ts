import { createHash } from 'node:crypto'
import { AptError } from './errors.js'
import { type InflateOptions, inflateFile } from './inflate-file.js'
import { PackagesCheck } from './packages-check.js'
import type { ReleaseEntry } from './release.js'

/** No suite comes near this; it bounds what a Release file can make us hold. */
const maxIndexBytes = 1 << 30

/**
 * Decompresses an index whose own size and digest are verified, and returns the SHA256 of the
 * content. `plain` is what the Release file says of it. Throws an AptError where that differs or the
 * content isn't sane, and as `inflateFile` does for corrupt data or too much of it.
 */
export async function inflateIndex(
  plain: ReleaseEntry | undefined,
  options: Omit<InflateOptions, 'maxBytes'>,
): Promise<string> {
  const maxBytes = Math.min(plain?.size ?? maxIndexBytes, maxIndexBytes)
  const check = new PackagesCheck()
  const hash = createHash('sha256')
  for await (const chunk of inflateFile({ ...options, maxBytes })) {
    hash.update(chunk)
    check.write(chunk)
  }
  check.end()
  const sha256 = hash.digest('hex')
  if (plain !== undefined && sha256 !== plain.sha256) {
    const reason = `its SHA256 is ${sha256} once decompressed, not ${plain.sha256}`
    throw new AptError('ERR_APT_INDEX', reason)
  }
  return sha256
}
