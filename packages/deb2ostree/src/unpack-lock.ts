import { mkdirSync } from 'node:fs'
import { displayText } from '@apt2ostree/deb822'
import { compareLockedPackages, type LockedPackage, type Lockfile } from '@apt2ostree/lockfile'
import type { Repo, Variant } from '@apt2ostree/ostree-repo'
import { basePackages } from './base-packages.js'
import { packagesBeyond, readConfiguredBase } from './configured-base.js'
import { writeDatabaseLayer } from './database-layer.js'
import { layersRecord, lockRecord } from './database-metadata.js'
import { LayerError } from './errors.js'
import type { Archives } from './fetch-deb.js'
import { findLayer } from './find-layer.js'
import type { Layer } from './import-deb.js'
import { type ImportOptions, runImports } from './import-debs.js'
import { recordBase } from './layered-base.js'
import { formatLayerRef } from './package-identity.js'
import { obtainDeb, type PoolOptions } from './pool.js'
import { expectsUsrMerge } from './unpack/usr-merge.js'
import { ProgressCount, type UnpackProgress } from './unpack-progress.js'
import { withTasks } from './with-tasks.js'

/** How a lockfile's packages become layers. */
export interface UnpackOptions
  extends Omit<ImportOptions, 'usrMerge'>,
    Omit<PoolOptions, 'directory'> {
  /** Lay the files out for a merged /usr. Default: as the lock's releases expect. */
  readonly usrMerge?: boolean
  /** Where .debs are kept. Default: nowhere, they are fetched into the repo's tmp and removed. */
  readonly pool?: string
  /** The configured commit whose packages are there already, and are not laid out again. */
  readonly base?: string
  readonly onProgress?: (progress: UnpackProgress) => void
}

/** The layers of a lockfile. */
export interface UnpackedLock {
  /**
   * What makes the system, in the order in which it is laid together: a layer for each package that can be laid over
   * the others, in lock order, and the database layer; that is last, or first where it has the base's tree in it.
   */
  readonly layers: readonly Layer[]
  /** Those of the other packages, which the database layer has in it. */
  readonly deferred: readonly Layer[]
}

/**
 * Imports all packages of a lockfile that neither the repo nor the base has yet and returns the layers of all but the
 * base's. Throws FetchError, DebError or LayerError; no ref is set then.
 */
export async function unpackLock(
  repo: Repo,
  lock: Lockfile,
  options: UnpackOptions,
): Promise<UnpackedLock> {
  const usrMerge = options.usrMerge ?? expectsUsrMerge(lock)
  const base = options.base === undefined ? undefined : readConfiguredBase(repo, options.base)
  const packages = packagesBeyond(base, lock, usrMerge)
  const layers = await unpackPackages(repo, lock, packages, options)
  const { architecture, foreignArchitectures } = lock
  const { ref, commit, deferred } = await writeDatabaseLayer(repo, {
    ...{ architecture, foreignArchitectures, usrMerge, base },
    layers: layers.map((layer) => layer.commit),
    automatic: lock.packages.filter(({ automatic }) => automatic).sort(compareLockedPackages),
    record: new Map([
      ...lockRecord(lock, layers, base),
      ...(base === undefined ? await recordParts(repo, lock, layers, usrMerge) : []),
    ]),
  })
  const beside = layers.filter((layer) => !deferred.has(layer.commit))
  const database = { ref, commit }
  return {
    layers: base === undefined ? [...beside, database] : [database, ...beside],
    deferred: layers.filter((layer) => deferred.has(layer.commit)),
  }
}

/**
 * Writes the database of the packages that every system has, which is all that is not in the layers of their part, and
 * returns what the system's commit says of its parts.
 */
async function recordParts(
  repo: Repo,
  lock: Lockfile,
  layers: readonly Layer[],
  usrMerge: boolean,
): Promise<[string, Variant][]> {
  const basic = new Set(basePackages(lock).map((pkg) => formatLayerRef(pkg, usrMerge)))
  const base = layers.filter(({ ref }) => basic.has(ref))
  if (base.length === 0) return []
  const { architecture, foreignArchitectures } = lock
  const database = await writeDatabaseLayer(repo, {
    ...{ architecture, foreignArchitectures, usrMerge, automatic: [] },
    layers: base.map(({ commit }) => commit),
    record: new Map(layersRecord(base)),
  })
  const beside = base.filter(({ commit }) => !database.deferred.has(commit))
  return recordBase({
    base: [...beside, database].map(({ commit }) => commit),
    added: layers.filter((layer) => !base.includes(layer)).map(({ commit }) => commit),
  })
}

/**
 * Imports those of a lockfile's packages that the repo does not have yet and returns their layers, in the order given.
 * Throws as unpackLock.
 */
export async function unpackPackages(
  repo: Repo,
  lock: Lockfile,
  packages: readonly LockedPackage[],
  options: UnpackOptions,
): Promise<Layer[]> {
  const usrMerge = options.usrMerge ?? expectsUsrMerge(lock)
  const refs = new Map(packages.map((pkg) => [pkg, formatLayerRef(pkg, usrMerge)]))
  const missing = packages.filter((pkg) => findLayer(repo, pkg, usrMerge) === undefined)
  if (missing.length > 0) await importMissing(repo, lock, missing, { ...options, usrMerge })
  return [...refs.values()].map((ref) => ({ ref, commit: repo.resolveRev(ref) }))
}

/** Kept busy at once: more gain little with one archive, and archives dislike them. */
const connections = 4

async function importMissing(
  repo: Repo,
  lock: Lockfile,
  missing: readonly LockedPackage[],
  options: UnpackOptions & ImportOptions,
): Promise<void> {
  const { pool, onProgress = () => undefined } = options
  let asked: Promise<Archives> | undefined
  const archives = () => {
    asked ??= options.archives()
    return asked
  }
  const progress = new ProgressCount(missing, onProgress)
  const largestFirst = [...missing].sort((a, b) => b.size - a.size)
  await runImports(repo, missing, options, (importOne, scratch) =>
    withTasks(connections, options.signal, async (fetching) => {
      const directory = pool ?? scratch
      mkdirSync(directory, { recursive: true })
      await allOf(largestFirst, async (pkg) => {
        const onReceived = (bytes: number) => progress.received(pkg, bytes)
        const label = displayText(pkg.filename)
        const obtain = (wrong?: string) =>
          fetching((signal) => {
            const place = { directory, archives, signal, ...(wrong !== undefined && { wrong }) }
            return obtainDeb(pkg, lock, place, onReceived)
          })
        const importFrom = (path: string) => importOne({ path, label, sha256: pkg.sha256 })
        const path = await obtain()
        const layer = await importFrom(path).catch(async (error: unknown) => {
          if (!isMismatch(error)) throw error
          return importFrom(await obtain(path).catch((reason) => rethrow(reason, error)))
        })
        assertIsLocked(layer, pkg, options.usrMerge)
        progress.imported()
      })
    }),
  )
}

/** Whether a file is not the .deb that was locked: another one may be fetched in its place. */
function isMismatch(error: unknown): boolean {
  return error instanceof LayerError && error.code === 'ERR_LAYER_MISMATCH'
}

/** Where none can be fetched, what is wrong with the one that is there says more. */
function rethrow(reason: unknown, first: unknown): never {
  const isUnknown = reason instanceof LayerError && reason.code === 'ERR_LAYER_NO_ARCHIVE'
  throw isUnknown ? first : reason
}

async function allOf<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  await Promise.all(items.map(task))
}

/** A .deb of the right SHA256 may still say in its control file that it is another package. */
function assertIsLocked(layer: Layer, pkg: LockedPackage, usrMerge: boolean): void {
  if (layer.ref === formatLayerRef(pkg, usrMerge)) return
  const names = `"${displayText(pkg.filename)}": it is not ${displayText(pkg.name)} ${pkg.version}`
  throw new LayerError('ERR_LAYER_MISMATCH', `cannot import ${names}`, {
    hint: 'lock again: the index it was locked from described another package',
  })
}
