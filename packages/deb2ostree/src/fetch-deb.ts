import {
  archiveBases,
  archiveUris,
  createNetwork,
  debUrls,
  fetchVerified,
  isInside,
  type Network,
  type Source,
} from '@apt2ostree/apt-index'
import { displayText } from '@apt2ostree/deb822'
import type { LockedPackage, Lockfile } from '@apt2ostree/lockfile'
import { LayerError } from './errors.js'

/** Where packages can be fetched from. */
export interface Archives {
  /** Base URLs of archives, and templates as `debUrls` knows them; asked in place of the sources. */
  readonly mirrors: readonly string[]
  readonly sources: readonly Source[]
  readonly network?: Network
}

/** How one package is fetched. */
export interface FetchDebOptions {
  /** Where it goes. */
  readonly path: string
  readonly archives: Archives
  readonly signal?: AbortSignal
  readonly onProgress: (received: number) => void
}

/** Fetches a package's .deb and verifies it. Throws FetchError, and LayerError where no archive is known. */
export async function fetchDeb(
  pkg: LockedPackage,
  lock: Lockfile,
  { path, archives, signal, onProgress }: FetchDebOptions,
): Promise<void> {
  const { size, sha256 } = pkg
  const { network } = archives
  const urls = await urlsOf(pkg, lock, archives, signal)
  const optional = { ...(network && { network }), ...(signal && { signal }) }
  const digest = { algorithm: 'sha256', hex: sha256 } as const
  await fetchVerified({ urls, size, digest, path, onProgress, ...optional })
}

async function urlsOf(
  pkg: LockedPackage,
  lock: Lockfile,
  archives: Archives,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  if (!isInside(pkg.filename)) {
    const filename = displayText(pkg.filename)
    const message = `cannot fetch "${displayText(pkg.name)}": its Filename "${filename}" leaves the archive`
    throw new LayerError('ERR_LAYER_PATH', message)
  }
  const { filename, sha256 } = pkg
  const { mirrors, sources } = archives
  const sha1 = pkg.stanza.get('SHA1')
  const { network = createNetwork() } = archives
  const question = { type: 'deb', arch: pkg.architecture } as const
  const known = mirrors.length > 0 ? mirrors : knownArchives(pkg, lock, sources)
  const bases = known.map((uri) => archiveBases(uri, question, network, signal))
  const uris = (await Promise.all(bases)).flat()
  return debUrls({ filename, sha256, ...(sha1 !== undefined && { sha1 }) }, uris)
}

function knownArchives(
  pkg: LockedPackage,
  lock: Lockfile,
  sources: readonly Source[],
): readonly string[] {
  const release = lock.releases.find(({ id }) => id === pkg.release)
  const archives = release === undefined ? [] : archiveUris(sources, release, lock.architecture)
  if (archives.length > 0) return archives
  const suite = release === undefined ? 'its release' : `the release "${displayText(release.id)}"`
  const message = `cannot fetch "${displayText(pkg.name)}": no apt source has ${suite}`
  const hint = 'name the archive with --mirror URL'
  throw new LayerError('ERR_LAYER_NO_ARCHIVE', message, { hint })
}
