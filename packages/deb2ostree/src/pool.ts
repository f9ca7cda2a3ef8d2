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
 * Returns the path of a package's .deb in the pool, and fetches it where there is none of its size but `wrong`, of which
 * something else is known to be the content. What was fetched is verified; of what lay there the SHA256 is still to be
 * checked. Throws FetchError, and LayerError where no archive is known.
 */
export async function obtainDeb(
  pkg: LockedPackage,
  lock: Lockfile,
  { directory, archives, signal, wrong }: PoolOptions & { readonly wrong?: string },
  onProgress: (received: number) => void = () => undefined,
): Promise<string> {
  const name = basename(displayText(pkg.filename))
  const usual = join(directory, name)
  const own = join(directory, `${pkg.sha256}_${name}`)
  for (const path of [own, usual]) {
    if (path === wrong || (await sizeOf(path)) !== pkg.size) continue
    onProgress(pkg.size)
    return path
  }
  const isTaken = isShared(name, lock) || (await sizeOf(usual)) !== undefined
  const path = isTaken ? own : usual
  const { fetchDeb } = await import('./fetch-deb.js')
  await fetchDeb(pkg, lock, {
    ...{ path, archives: await archives(), onProgress },
    ...(signal && { signal }),
  })
  return path
}

/** Whether two archive paths of a lock end in one name. */
function isShared(name: string, { packages }: Lockfile): boolean {
  return packages.filter(({ filename }) => basename(displayText(filename)) === name).length > 1
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch {
    return undefined
  }
}
