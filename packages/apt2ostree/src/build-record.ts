import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import type { AddedFile, TextSource, Treefile } from '@apt2ostree/treefile'
import { readText } from './read-text.js'

/** Keys of what the commits of an image say about how they were made. */
export const RECORD_KEYS = {
  /** `s`: SHA-256 of the lockfile, as deb2ostree writes it. */
  lock: 'deb.lock-sha256',
  /** `s`: SHA-256 of what image.yaml says of the image; see imageDigest. */
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

/** To be raised whenever customize, pin-ids or ostree-finalize makes another tree of the same input. */
const FINALIZE_FORMAT = 2

/**
 * SHA-256 of all that an image.yaml says of the image beside which packages are in it: that is the
 * lock's to say. What counts of a file that it names is the content, and of one that is added also
 * whether it may be run; not where it lies, nor how its path is spelt.
 */
export async function imageDigest(image: Treefile): Promise<string> {
  const texts = (sources: readonly TextSource[]) => Promise.all(sources.map(readText))
  const parts = [
    FINALIZE_FORMAT,
    image.mergedUsr,
    await texts(image.debconf),
    await Promise.all(image.addFiles.map(addedFile)),
    image.removeFiles,
    await texts(image.postprocess),
    image.enableUnits,
    image.disableUnits,
    image.defaultTarget,
    image.deploy,
    image.kernelArguments,
    Object.entries(image.commitMetadata).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]
  return sha256(JSON.stringify(parts))
}

/** Of a file's mode customize takes over whether its owner may run it. */
async function addedFile({ source, target }: AddedFile) {
  const { mode } = await stat(source)
  return [target, sha256(await readFile(source)), (mode & 0o100) !== 0]
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
