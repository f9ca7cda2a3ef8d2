import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import {
  archiveUris,
  debUrls,
  fetchVerified,
  isInside,
  type Network,
  type Source,
} from '@apt2ostree/apt-index'
import { displayText } from '@apt2ostree/deb822'
import type { LockedPackage, Lockfile } from '@apt2ostree/lockfile'
import { LayerError } from './errors.js'

/** Where the .debs of a lockfile are kept, and where they can be fetched from. */
export interface PoolOptions {
  readonly directory: string
  /** Base URLs of archives, and templates as `debUrls` knows them; asked in place of the sources. */
  readonly mirrors: readonly string[]
  readonly sources: readonly Source[]
  readonly network?: Network
  readonly signal?: AbortSignal
}

/**
 * Returns the path of a package's .deb in the pool, and fetches it where there is none of its size. What was fetched
 * is verified; of what lay there the SHA256 is still to be checked. Throws FetchError, and LayerError where no
 * archive is known.
 */
export async function obtainDeb(
  pkg: LockedPackage,
  lock: Lockfile,
  options: PoolOptions,
  onProgress: (received: number) => void = () => undefined,
): Promise<string> {
  const path = join(options.directory, basename(displayText(pkg.filename)))
  if ((await sizeOf(path)) === pkg.size) {
    onProgress(pkg.size)
    return path
  }
  const { network, signal } = options
  const { size, sha256 } = pkg
  const urls = urlsOf(pkg, lock, options)
  const optional = { ...(network && { network }), ...(signal && { signal }) }
  await fetchVerified({ urls, size, sha256, path, onProgress, ...optional })
  return path
}

function urlsOf(pkg: LockedPackage, lock: Lockfile, options: PoolOptions): string[] {
  if (!isInside(pkg.filename)) {
    const filename = displayText(pkg.filename)
    const message = `cannot fetch "${displayText(pkg.name)}": its Filename "${filename}" leaves the archive`
    throw new LayerError('ERR_LAYER_PATH', message)
  }
  const { filename, sha256 } = pkg
  const sha1 = pkg.stanza.get('SHA1')
  const archives = options.mirrors.length > 0 ? options.mirrors : knownArchives(pkg, lock, options)
  return debUrls({ filename, sha256, ...(sha1 !== undefined && { sha1 }) }, archives)
}

function knownArchives(
  pkg: LockedPackage,
  lock: Lockfile,
  { sources }: PoolOptions,
): readonly string[] {
  const release = lock.releases.find(({ id }) => id === pkg.release)
  const archives = release === undefined ? [] : archiveUris(sources, release)
  if (archives.length > 0) return archives
  const suite =
    release === undefined ? 'its release' : `the suite "${displayText(release.codename)}"`
  const message = `cannot fetch "${displayText(pkg.name)}": no apt source has ${suite}`
  const hint = 'name the archive with --mirror URL'
  throw new LayerError('ERR_LAYER_NO_ARCHIVE', message, { hint })
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch {
    return undefined
  }
}
