import { createHash } from 'node:crypto'
import { displayText } from '@apt2ostree/deb822'
import {
  compareLockedPackages,
  type LockedPackage,
  type Lockfile,
  newestReleaseDate,
} from '@apt2ostree/lockfile'
import { type Checksum, parseChecksum, type Repo, Variant } from '@apt2ostree/ostree-repo'
import type { InstalledPackage } from './database-files.js'
import { writeDatabaseTree } from './database-tree.js'
import { findDeferred, type SystemLayer } from './deferred-layers.js'
import { LayerError } from './errors.js'
import type { Layer } from './import-deb.js'
import { decodeLayerMetadata } from './layer-metadata.js'
import { infoNameOf } from './package-identity.js'

/** Part of the ref's digest: to be changed whenever the layer's content changes for the same input. */
const layoutVersion = 'database 4'

/** The database layer, and the layers of packages that wait in it until the others are configured. */
export interface DatabaseLayer extends Layer {
  readonly deferred: ReadonlySet<Checksum>
}

/** Commit metadata: the checksums of the layers that wait. */
const deferredKey = 'deb.deferred'

/**
 * Writes the layer that holds the dpkg and apt databases of all packages of a lockfile, the root's base directories
 * and, with `usrMerge`, its symlinks. `layers` are those of the lock's packages, in lock order, which makes no
 * difference. Packages that can't be unpacked beside the others are not in the databases: their trees and control
 * stanzas lie below /var/lib/dpkg/deferred. Does nothing where the repo has it.
 */
export async function writeDatabaseLayer(
  repo: Repo,
  lock: Lockfile,
  layers: readonly Layer[],
  usrMerge: boolean,
): Promise<DatabaseLayer> {
  const sorted = sortPackages(lock, layers)
  const ref = databaseRef(lock, sorted, usrMerge)
  const existing = repo.readRef(ref)
  if (existing !== undefined) return { ref, commit: existing, deferred: deferredIn(repo, existing) }
  const all = readLayers(repo, sorted)
  const deferred = [...findDeferred(repo, all)]
  const { architecture, foreignArchitectures } = lock
  const packages = all.map((layer) => ({ ...layer, isDeferred: deferred.includes(layer) }))
  const system = { architecture, foreignArchitectures, packages }
  const aliases = all.flatMap(({ metadata }) => metadata.aliases)
  return repo.transaction((tx) => {
    const root = writeDatabaseTree(
      tx,
      system,
      deferred.map(({ commit, metadata }) => ({ metadata, root: repo.readRoot(commit) })),
      usrMerge ? aliases : undefined,
    )
    const names = packages
      .filter(({ isDeferred }) => !isDeferred)
      .map(({ metadata }) => displayText(infoNameOf(metadata.control)))
    const metadata = new Map([
      ['deb.layers', Variant.strings(names)],
      ['deb.architecture', Variant.string(lock.architecture)],
      ['deb.date', Variant.uint64(BigInt(newestReleaseDate(lock)))],
    ])
    const waiting = deferred.map(({ commit }) => commit)
    if (waiting.length > 0) metadata.set(deferredKey, Variant.strings(waiting))
    const commit = tx.writeCommit({ rootTree: root.tree, rootMeta: root.meta, metadata })
    tx.setRef(ref, commit)
    return { ref, commit, deferred: new Set(waiting) }
  })
}

interface LayeredPackage {
  readonly pkg: LockedPackage
  readonly layer: Layer
}

/** The order of dpkg's status file: writedb_records in lib/dpkg/dump.c. */
function sortPackages(lock: Lockfile, layers: readonly Layer[]): LayeredPackage[] {
  const packages = lock.packages.map((pkg, index) => {
    const layer = layers[index]
    if (layer !== undefined) return { pkg, layer }
    const message = `cannot write the dpkg database: "${displayText(pkg.name)}" has no layer`
    throw new LayerError('ERR_LAYER_MISSING', message)
  })
  return packages.sort((a, b) => compareLockedPackages(a.pkg, b.pkg))
}

/** The ref bears the digest of all that goes into the layer. */
function databaseRef(
  lock: Lockfile,
  packages: readonly LayeredPackage[],
  usrMerge: boolean,
): string {
  const hash = createHash('sha256')
  const line = (...values: (string | boolean)[]) => hash.update(`${values.join('\t')}\n`)
  line(layoutVersion, usrMerge, lock.architecture, ...lock.foreignArchitectures)
  line(String(newestReleaseDate(lock)))
  for (const { pkg, layer } of packages) line(layer.commit, pkg.automatic)
  const digest = hash.digest('hex')
  return `deb/database/${digest.slice(0, 2)}/${digest.slice(2)}`
}

function deferredIn(repo: Repo, commit: Checksum): Set<Checksum> {
  const { metadata } = repo.readCommit(commit)
  return new Set((metadata.get(deferredKey)?.texts ?? []).map(parseChecksum))
}

function readLayers(
  repo: Repo,
  packages: readonly LayeredPackage[],
): (Omit<InstalledPackage, 'isDeferred'> & SystemLayer)[] {
  return packages.map(({ pkg, layer: { commit } }) => ({
    commit,
    metadata: decodeLayerMetadata(repo.readCommit(commit)),
    automatic: pkg.automatic,
  }))
}
