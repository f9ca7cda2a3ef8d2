import { parseRelations, type Stanza } from '@apt2ostree/deb822'
import { type Checksum, lookupPath, type Repo, type TreeRef } from '@apt2ostree/ostree-repo'
import type { LayerMetadata } from './layer-metadata.js'
import { infoNameOf } from './package-identity.js'

/** A layer that is to be one of many in a system. */
export interface SystemLayer {
  readonly commit: Checksum
  readonly metadata: LayerMetadata
}

/**
 * Returns the layers that can't be laid over the others: their preinst moves another package's file out of the way of
 * their own (dpkg-divert(1)), which only works while that isn't there yet; and those that depend on one of them. What
 * an essential package needs can't wait, so nothing is deferred for its sake.
 */
export function findDeferred<T extends SystemLayer>(repo: Repo, layers: readonly T[]): Set<T> {
  const deferred = new Set<T>()
  for (const layer of layers) {
    if (!mayDivert(repo, layer) || !layers.some((other) => clashes(repo, layer, other))) continue
    const waiting = withDependents(layer, layers)
    if (![...waiting].some(isEssential)) for (const item of waiting) deferred.add(item)
  }
  return deferred
}

function mayDivert(repo: Repo, { commit, metadata }: SystemLayer): boolean {
  const path = `var/lib/dpkg/info/${infoNameOf(metadata.control)}.preinst`
  const entry = lookupPath(repo, repo.readRoot(commit), path)
  return entry?.type === 'file' && repo.openFile(entry.checksum).readAll().includes('dpkg-divert')
}

function clashes(repo: Repo, layer: SystemLayer, other: SystemLayer): boolean {
  return (
    layer !== other && shareFile(repo, repo.readRoot(layer.commit), repo.readRoot(other.commit))
  )
}

/** Whether two trees have different files at one path. */
function shareFile(repo: Repo, a: TreeRef, b: TreeRef): boolean {
  if (a.tree === b.tree) return false
  const [one, other] = [repo.readDirTree(a.tree), repo.readDirTree(b.tree)]
  const files = new Map(other.files)
  if (one.files.some(([name, checksum]) => (files.get(name) ?? checksum) !== checksum)) return true
  const dirs = new Map(other.dirs.map(([name, tree, meta]) => [name, { tree, meta }]))
  return one.dirs.some(([name, tree, meta]) => {
    const same = dirs.get(name)
    return same !== undefined && shareFile(repo, { tree, meta }, same)
  })
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
