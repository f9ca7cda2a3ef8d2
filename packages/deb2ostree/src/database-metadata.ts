import { type LockedPackage, type Lockfile, newestReleaseDate } from '@apt2ostree/lockfile'
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
  /** The native architecture. */
  readonly architecture: string
  readonly foreignArchitectures: readonly string[]
  /** Of the packages that `base` does not have. */
  readonly layers: readonly Checksum[]
  /** The packages that are there for others only, in the order of dpkg's status file. */
  readonly automatic: readonly Pick<LockedPackage, 'name' | 'architecture'>[]
  readonly usrMerge: boolean
  readonly base?: ConfiguredBase | undefined
  /** What its commit says beside what follows from the above. */
  readonly record: ReadonlyMap<string, Variant>
}

/** What the commit of a system says of a lock and of all layers, those of `base` included. */
export function lockRecord(
  lock: Lockfile,
  layers: readonly Layer[],
  base?: ConfiguredBase,
): Map<string, Variant> {
  return new Map([
    ...systemRecord(lock),
    ...layersRecord(layers, base),
    ['deb.date', Variant.uint64(BigInt(newestReleaseDate(lock)))],
  ])
}

/** What the commit of a system says of the layers that it was made of. */
export function layersRecord(layers: readonly Layer[], base?: ConfiguredBase): [string, Variant][] {
  const refs = [...(base?.layers ?? []), ...layers.map(({ ref }) => ref)].sort()
  return [[layersKey, Variant.strings(refs)]]
}

/** What the database layer's commit says of the system; `waiting` are the layers that are in it for later. */
export function databaseMetadata(
  { architecture, base, record }: LayeredSystem,
  waiting: readonly Checksum[],
): Map<string, Variant> {
  return new Map([
    ...(base?.metadata ?? []),
    ...record,
    ['deb.architecture', Variant.string(architecture)],
    ...(base === undefined ? [] : [[baseKey, Variant.string(base.commit)] as const]),
    ...(waiting.length === 0 ? [] : [[deferredKey, Variant.strings(waiting)] as const]),
  ])
}

/** The layers that are in a database layer for later. */
export function deferredIn(repo: Repo, commit: Checksum): Set<Checksum> {
  const { metadata } = repo.readCommit(commit)
  return new Set((metadata.get(deferredKey)?.texts ?? []).map(parseChecksum))
}
