import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { encodeBytes } from '@apt2ostree/deb822'
import { formatLockfile, type Lockfile } from '@apt2ostree/lockfile'
import { Variant } from '@apt2ostree/ostree-repo'
import type { Treefile } from '@apt2ostree/treefile'

/** Keys of what an image's commit says about how it was made. */
export const RECORD_KEYS = {
  /** `s`: SHA-256 of the lockfile. */
  lock: 'apt2ostree.lock-sha256',
  /** `s`: SHA-256 of what image.yaml asks for, with the content of the files that it names. */
  image: 'apt2ostree.image-sha256',
  /** `s`: the configured commit. */
  configured: 'apt2ostree.configured',
} as const

/** What an image's commit says of the image.yaml and the lockfile that it was made from. */
export async function buildRecord(image: Treefile, lock: Lockfile): Promise<Map<string, Variant>> {
  return new Map([
    [RECORD_KEYS.lock, Variant.string(sha256(encodeBytes(formatLockfile(lock))))],
    [RECORD_KEYS.image, Variant.string(await imageDigest(image))],
  ])
}

/** Where files lie does not count, what is in them does. */
async function imageDigest(image: Treefile): Promise<string> {
  const {
    path: _path,
    files: _files,
    includes: _includes,
    lockfile: _lockfile,
    ids: _ids,
    ...rest
  } = image
  const sources = [
    ...[...image.debconf, ...image.postprocess].flatMap((source) =>
      'path' in source ? [source.path] : [],
    ),
    ...image.addFiles.map(({ source }) => source),
  ]
  const contents = await Promise.all(sources.map((path) => readFile(path)))
  return sha256(JSON.stringify([rest, contents.map(sha256)]))
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
