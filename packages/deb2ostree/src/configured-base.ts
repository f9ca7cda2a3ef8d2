import { decodeBytes, displayText } from '@apt2ostree/deb822'
import type { LockedPackage, Lockfile } from '@apt2ostree/lockfile'
import {
  type Checksum,
  lookupPath,
  type Repo,
  type TreeRef,
  type Variant,
} from '@apt2ostree/ostree-repo'
import { LayerError } from './errors.js'
import { formatLayerRef } from './package-identity.js'

/** A configured system that packages are added to, as apt adds them to the one it runs on. */
export interface ConfiguredBase {
  readonly commit: Checksum
  readonly root: TreeRef
  /** The refs of the layers that it was made of. */
  readonly layers: readonly string[]
  /** What its commit says that holds for a system made on top of it, too. */
  readonly metadata: ReadonlyMap<string, Variant>
  /** The text of a file, a byte string; empty where it has none. */
  read(path: string): string
}

/** Commit metadata: the refs of the layers that a system was made of. */
export const layersKey = 'deb.layers'

/** The answers to debconf's questions that were given (dpkg-configure): they are not to be given again. */
const inherited = ['deb.debconf-sha256']

/** Returns the system that dpkg-configure committed. Throws LayerError for any other commit. */
export function readConfiguredBase(repo: Repo, rev: string): ConfiguredBase {
  const commit = repo.resolveRev(rev)
  const { metadata } = repo.readCommit(commit)
  const root = repo.readRoot(commit)
  const layers = metadata.get(layersKey)?.texts
  if (layers === undefined || !metadata.has('deb.configured-by')) {
    const message = `cannot add packages to "${rev}": it is not a configured system`
    const hint = 'give a commit that dpkg-configure made'
    throw new LayerError('ERR_LAYER_BASE', message, { hint })
  }
  return {
    commit,
    root,
    layers,
    metadata: new Map([...metadata].filter(([key]) => inherited.includes(key))),
    read(path) {
      const entry = lookupPath(repo, root, path)
      return entry?.type === 'file' ? decodeBytes(repo.openFile(entry.checksum).readAll()) : ''
    },
  }
}

/**
 * Returns the packages of a lock that a base does not have; all of them without a base. Throws LayerError where the
 * base has one that the lock does not: packages are added, never replaced or removed.
 */
export function packagesBeyond(
  base: ConfiguredBase | undefined,
  lock: Lockfile,
  usrMerge: boolean,
): readonly LockedPackage[] {
  if (base === undefined) return lock.packages
  const there = new Set(base.layers)
  const added = lock.packages.filter((pkg) => !there.delete(formatLayerRef(pkg, usrMerge)))
  const [missing] = there
  if (missing === undefined) return added
  const message = `cannot add packages to ${base.commit}: the lock does not have its layer "${displayText(missing)}"`
  const hint = 'a base must have been made of packages of this lock, in these versions'
  throw new LayerError('ERR_LAYER_BASE', message, { hint })
}
