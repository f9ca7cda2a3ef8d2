import { type Lockfile, newestReleaseDate } from '@apt2ostree/lockfile'
import { type Checksum, parseChecksum, type Repo, Variant } from '@apt2ostree/ostree-repo'
import { type ConfiguredBase, layersKey } from './configured-base.js'
import type { Layer } from './import-deb.js'
import { systemRecord } from './system-record.js'

/** Commit metadata: the checksums of the layers that wait. */
const deferredKey = 'deb.deferred'

/** Commit metadata: the configured commit that the packages are added to. */
const baseKey = 'deb.base'

/** The system whose database layer is written. */
export interface LayeredSystem {
  readonly lock: Lockfile
  /** Those of the lock's packages that `base` does not have, in lock order, which makes no difference. */
  readonly layers: readonly Layer[]
  readonly usrMerge: boolean
  readonly base?: ConfiguredBase | undefined
}

/** What the database layer's commit says of the system; `waiting` are the layers that are in it for later. */
export function databaseMetadata(
  { lock, layers, base }: LayeredSystem,
  waiting: readonly Checksum[],
): Map<string, Variant> {
  const refs = [...(base?.layers ?? []), ...layers.map(({ ref }) => ref)].sort()
  return new Map([
    ...(base?.metadata ?? []),
    ...systemRecord(lock),
    [layersKey, Variant.strings(refs)],
    ['deb.architecture', Variant.string(lock.architecture)],
    ['deb.date', Variant.uint64(BigInt(newestReleaseDate(lock)))],
    ...(base === undefined ? [] : [[baseKey, Variant.string(base.commit)] as const]),
    ...(waiting.length === 0 ? [] : [[deferredKey, Variant.strings(waiting)] as const]),
  ])
}

/** The layers that are in a database layer for later. */
export function deferredIn(repo: Repo, commit: Checksum): Set<Checksum> {
  const { metadata } = repo.readCommit(commit)
  return new Set((metadata.get(deferredKey)?.texts ?? []).map(parseChecksum))
}
