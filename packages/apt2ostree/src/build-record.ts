import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Treefile } from '@apt2ostree/treefile'

/** Keys of what the commits of an image say about how they were made. */
export const RECORD_KEYS = {
  /** `s`: SHA-256 of the lockfile, as deb2ostree writes it. */
  lock: 'deb.lock-sha256',
  /** `s`: SHA-256 of what image.yaml asks for, with the content of the files that it names. */
  image: 'apt2ostree.image-sha256',
  /** `s`: SHA-256 of what makes the configured tree that packages were added to; see baseDigest. */
  base: 'apt2ostree.base-sha256',
  /** `s`: the configured commit. */
  configured: 'apt2ostree.configured',
  /** `t`: what programs took for now while the tree was finalized, in seconds since 1970. */
  date: 'apt2ostree.source-date-epoch',
  /** `s`: the finalized commit. */
  finalized: 'apt2ostree.finalized',
} as const

/** SHA-256 of an image.yaml. Where files lie does not count, what is in them does. */
export async function imageDigest(image: Treefile): Promise<string> {
  const {
    path: _path,
    files: _files,
    includes: _includes,
    lockfile: _lockfile,
    ids: _ids,
    ...rest
  } = image
  const contents = await Promise.all(changingFiles(image).map((path) => readFile(path)))
  return sha256(JSON.stringify([rest, contents.map(sha256)]))
}

/** The files that an image.yaml names for the tree: answers to debconf, scripts, files to add. */
export function changingFiles({ debconf, postprocess, addFiles }: Treefile): string[] {
  const texts = [...debconf, ...postprocess]
  return [
    ...texts.flatMap((source) => ('path' in source ? [source.path] : [])),
    ...addFiles.map(({ source }) => source),
  ]
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
