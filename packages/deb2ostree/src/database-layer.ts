import { createHash } from 'node:crypto'
import type { Checksum, Repo, Transaction } from '@apt2ostree/ostree-repo'
import { databaseMetadata, deferredIn, type LayeredSystem } from './database-metadata.js'
import { type DatabaseContent, writeDatabaseTree } from './database-tree.js'
import { findDeferred, type SystemLayer } from './deferred-layers.js'
import type { Layer } from './import-deb.js'
import { decodeLayerMetadata, type LayerMetadata } from './layer-metadata.js'
import { DATABASE_FORMAT } from './system-record.js'

/** A commit that holds the dpkg database, and the layers that wait in it until the others are configured. */
export interface DatabaseCommit {
  readonly commit: Checksum
  readonly deferred: ReadonlySet<Checksum>
}

/**
 * Writes the layer that holds the dpkg and apt databases of a system's packages, the root's base directories
 * and, with `usrMerge`, its symlinks; on a base, all of the base's tree with these databases in it. Packages that can't
 * be unpacked beside the others are not in the databases: their trees and control stanzas lie below
 * /var/lib/dpkg/deferred. Does nothing where the repo has it.
 */
export async function writeDatabaseLayer(
  repo: Repo,
  system: LayeredSystem,
): Promise<DatabaseCommit & Layer> {
  const ref = databaseRef(system)
  const existing = repo.readRef(ref)
  if (existing !== undefined && repo.hasCommit(existing)) {
    return { ref, commit: existing, deferred: deferredIn(repo, existing) }
  }
  return repo.transaction((tx) => {
    const database = commitDatabase(repo, tx, system)
    tx.setRef(ref, database.commit)
    return { ref, ...database }
  })
}

/** Commits what writeDatabaseLayer describes, without a ref. */
export function commitDatabase(repo: Repo, tx: Transaction, system: LayeredSystem): DatabaseCommit {
  const { architecture, foreignArchitectures, automatic, usrMerge, base } = system
  const all = readLayers(repo, system.layers)
  const deferred = findDeferred(repo, all, base)
  const content: DatabaseContent = {
    system: {
      ...{ architecture, foreignArchitectures, automatic },
      unpacked: all.filter((layer) => !deferred.has(layer)).map(({ metadata }) => metadata),
      before: (path) => base?.read(path) ?? '',
    },
    deferred: [...deferred],
    aliases: usrMerge ? all.flatMap(({ metadata }) => metadata.aliases) : undefined,
    ...(base && { base: base.root }),
  }
  const root = writeDatabaseTree(repo, tx, content)
  const waiting = [...deferred].map(({ commit }) => commit)
  const metadata = databaseMetadata(system, waiting)
  const commit = tx.writeCommit({ rootTree: root.tree, rootMeta: root.meta, metadata })
  return { commit, deferred: new Set(waiting) }
}

/** The ref bears the digest of all that goes into the layer; layers in another order make no other. */
function databaseRef(system: LayeredSystem): string {
  const { architecture, foreignArchitectures, layers, automatic, usrMerge, base, record } = system
  const hash = createHash('sha256')
  const line = (...values: (string | boolean)[]) => hash.update(`${values.join('\t')}\n`)
  line(
    `database ${DATABASE_FORMAT}`,
    usrMerge,
    base?.commit ?? '',
    architecture,
    ...foreignArchitectures,
  )
  for (const pkg of automatic) line(pkg.name, pkg.architecture)
  for (const [key, { type, bytes }] of record) line(key, type, bytes.toString('base64'))
  for (const commit of [...layers].sort()) line(commit)
  const digest = hash.digest('hex')
  return `deb/database/${digest.slice(0, 2)}/${digest.slice(2)}`
}

/** In the order of dpkg's status file: writedb_records in lib/dpkg/dump.c. */
function readLayers(repo: Repo, commits: readonly Checksum[]): SystemLayer[] {
  const layers = commits.map((commit) => {
    const layer = repo.readCommit(commit)
    const root = { tree: layer.rootTree, meta: layer.rootMeta }
    return { commit, root, metadata: decodeLayerMetadata(layer) }
  })
  return layers.sort((a, b) => compareNames(a.metadata, b.metadata))
}

function compareNames({ control: a }: LayerMetadata, { control: b }: LayerMetadata): number {
  const [left, right] = [a, b].map((control) =>
    ['Package', 'Architecture'].map((field) => control.get(field) ?? ''),
  ) as [string[], string[]]
  const at = left[0] === right[0] ? 1 : 0
  const [one = '', other = ''] = [left[at], right[at]]
  return one < other ? -1 : one > other ? 1 : 0
}
