import { createHash } from 'node:crypto'
import { displayText } from '@apt2ostree/deb822'
import {
  compareLockedPackages,
  digestLockfile,
  type LockedPackage,
  type Lockfile,
} from '@apt2ostree/lockfile'
import type { Checksum, Repo } from '@apt2ostree/ostree-repo'
import { packagesBeyond } from './configured-base.js'
import { databaseMetadata, deferredIn, type LayeredSystem } from './database-metadata.js'
import { type DatabaseContent, writeDatabaseTree } from './database-tree.js'
import { findDeferred, type SystemLayer } from './deferred-layers.js'
import { LayerError } from './errors.js'
import type { Layer } from './import-deb.js'
import { decodeLayerMetadata } from './layer-metadata.js'
import { DATABASE_FORMAT } from './system-record.js'

/** The database layer, and the layers of packages that wait in it until the others are configured. */
export interface DatabaseLayer extends Layer {
  readonly deferred: ReadonlySet<Checksum>
}

/**
 * Writes the layer that holds the dpkg and apt databases of all packages of a lockfile, the root's base directories
 * and, with `usrMerge`, its symlinks; on a base, all of the base's tree with these databases in it. Packages that can't
 * be unpacked beside the others are not in the databases: their trees and control stanzas lie below
 * /var/lib/dpkg/deferred. Does nothing where the repo has it.
 */
export async function writeDatabaseLayer(
  repo: Repo,
  system: LayeredSystem,
): Promise<DatabaseLayer> {
  const { lock, usrMerge, base } = system
  const sorted = sortPackages(system)
  const ref = databaseRef(system, sorted)
  const existing = repo.readRef(ref)
  if (existing !== undefined && repo.hasCommit(existing)) {
    return { ref, commit: existing, deferred: deferredIn(repo, existing) }
  }
  const all = readLayers(repo, sorted)
  const deferred = findDeferred(repo, all, base)
  const content: DatabaseContent = {
    system: {
      architecture: lock.architecture,
      foreignArchitectures: lock.foreignArchitectures,
      unpacked: all.filter((layer) => !deferred.has(layer)).map(({ metadata }) => metadata),
      automatic: automaticPackages(lock),
      before: (path) => base?.read(path) ?? '',
    },
    deferred: [...deferred],
    aliases: usrMerge ? all.flatMap(({ metadata }) => metadata.aliases) : undefined,
    ...(base && { base: base.root }),
  }
  return repo.transaction((tx) => {
    const root = writeDatabaseTree(repo, tx, content)
    const waiting = [...deferred].map(({ commit }) => commit)
    const metadata = databaseMetadata(system, waiting)
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
function sortPackages({ lock, layers, usrMerge, base }: LayeredSystem): LayeredPackage[] {
  const packages = packagesBeyond(base, lock, usrMerge).map((pkg, index) => {
    const layer = layers[index]
    if (layer !== undefined) return { pkg, layer }
    const message = `cannot write the dpkg database: "${displayText(pkg.name)}" has no layer`
    throw new LayerError('ERR_LAYER_MISSING', message)
  })
  return packages.sort((a, b) => compareLockedPackages(a.pkg, b.pkg))
}

function automaticPackages({ packages }: Lockfile): LockedPackage[] {
  return packages.filter(({ automatic }) => automatic).sort(compareLockedPackages)
}

/** The ref bears the digest of all that goes into the layer. */
function databaseRef(
  { lock, usrMerge, base }: LayeredSystem,
  packages: readonly LayeredPackage[],
): string {
  const hash = createHash('sha256')
  const line = (...values: (string | boolean)[]) => hash.update(`${values.join('\t')}\n`)
  line(`database ${DATABASE_FORMAT}`, usrMerge, digestLockfile(lock), base?.commit ?? '')
  for (const { layer } of packages) line(layer.commit)
  const digest = hash.digest('hex')
  return `deb/database/${digest.slice(0, 2)}/${digest.slice(2)}`
}

function readLayers(repo: Repo, packages: readonly LayeredPackage[]): SystemLayer[] {
  return packages.map(({ layer: { commit } }) => {
    const layer = repo.readCommit(commit)
    const root = { tree: layer.rootTree, meta: layer.rootMeta }
    return { commit, root, metadata: decodeLayerMetadata(layer) }
  })
}
