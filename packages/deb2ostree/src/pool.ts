import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { displayText } from '@apt2ostree/deb822'
import type { LockedPackage, Lockfile } from '@apt2ostree/lockfile'
import type { Archives } from './fetch-deb.js'

/** Where the .debs of a lockfile are kept, and where they can be fetched from. */
export interface PoolOptions {
  readonly directory: string
  /** Asked where the pool does not have a package: finding out takes time. */
  readonly archives: () => Promise<Archives>
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
  { directory, archives, signal }: PoolOptions,
  onProgress: (received: number) => void = () => undefined,
): Promise<string> {
  const path = join(directory, basename(displayText(pkg.filename)))
  if ((await sizeOf(path)) === pkg.size) {
    onProgress(pkg.size)
    return path
  }
  const { fetchDeb } = await import('./fetch-deb.js')
  await fetchDeb(pkg, lock, {
    ...{ path, archives: await archives(), onProgress },
    ...(signal && { signal }),
  })
  return path
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch {
    return undefined
  }
}
