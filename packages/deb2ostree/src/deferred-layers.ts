import { parseRelations, type Stanza } from '@apt2ostree/deb822'
import { type Checksum, lookupPath, type Repo, type TreeRef } from '@apt2ostree/ostree-repo'
import { meetsBase } from './base-obstacles.js'
import type { ConfiguredBase } from './configured-base.js'
import type { LayerMetadata } from './layer-metadata.js'
import { infoNameOf } from './package-identity.js'
import { shareFile } from './share-file.js'

/** A layer that is to be one of many in a system. */
export interface SystemLayer {
  readonly commit: Checksum
  readonly root: TreeRef
  readonly metadata: LayerMetadata
}

/**
 * Returns the layers that can't be laid over the others: their preinst moves another package's file out of the way of
 * their own (dpkg-divert(1)), which only works while that isn't there yet; or their files meet those of the base; and
 * those that depend on one of them. Without a base, what an essential package needs can't wait, so nothing is deferred
 * for its sake.
 */
export function findDeferred<T extends SystemLayer>(
  repo: Repo,
  layers: readonly T[],
  base?: ConfiguredBase,
): Set<T> {
  const deferred = new Set<T>()
  const obstructs = base === undefined ? () => false : meetsBase(repo, base)
  for (const layer of layers) {
    const diverts = () =>
      mayDivert(repo, layer) && layers.some((other) => clashes(repo, layer, other))
    if (!obstructs(layer.root) && !diverts()) continue
    const waiting = withDependents(layer, layers)
    if (base === undefined && [...waiting].some(isEssential)) continue
    for (const item of waiting) deferred.add(item)
  }
  return deferred
}

function mayDivert(repo: Repo, { root, metadata }: SystemLayer): boolean {
  const path = `var/lib/dpkg/info/${infoNameOf(metadata.control)}.preinst`
  const entry = lookupPath(repo, root, path)
  return entry?.type === 'file' && repo.openFile(entry.checksum).readAll().includes('dpkg-divert')
}

function clashes(repo: Repo, layer: SystemLayer, other: SystemLayer): boolean {
  const read = (checksum: Checksum) => repo.readDirTree(checksum)
  return layer !== other && shareFile(read, layer.root, other.root)
}

/** The layer and all that can't be configured before it. */
function withDependents<T extends SystemLayer>(layer: T, layers: readonly T[]): Set<T> {
  const waiting = new Set([layer])
  for (const item of waiting) {
    for (const other of layers) if (needs(other, item, layers, waiting)) waiting.add(other)
  }
  return waiting
}

/** Whether a dependency of `layer` that `item` satisfies is satisfied by none that doesn't wait. */
function needs<T extends SystemLayer>(
  { metadata: { control } }: T,
  item: T,
  layers: readonly T[],
  waiting: ReadonlySet<T>,
): boolean {
  return ['Pre-Depends', 'Depends']
    .flatMap((field) => parseRelations(control.get(field) ?? ''))
    .map((relation) => new Set(relation.map(({ name }) => name)))
    .filter((names) => satisfies(item, names))
    .some((names) => !layers.some((other) => !waiting.has(other) && satisfies(other, names)))
}

function satisfies({ metadata: { control } }: SystemLayer, names: ReadonlySet<string>): boolean {
  return namesOf(control).some((name) => names.has(name))
}

function namesOf(control: Stanza): string[] {
  const provided = parseRelations(control.get('Provides') ?? '').flat()
  return [control.get('Package') ?? '', ...provided.map(({ name }) => name)]
}

function isEssential({ metadata: { control } }: SystemLayer): boolean {
  return control.get('Essential') === 'yes'
}
