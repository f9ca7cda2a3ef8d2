import { assertDepth } from '../objects/entry-name.js'
import type { Repo } from '../repo.js'
import type { TreeRef } from './tree-entry.js'
import { type TreeEntry, walkTree } from './tree-entry.js'

/** A path that differs between two trees; `modified` includes a change of metadata alone. */
export interface TreeDifference {
  readonly kind: 'added' | 'removed' | 'modified'
  readonly entry: TreeEntry
}

/**
 * The paths in which `after` differs from `before`, parents before children. Directories with the
 * same checksum are not read. An added or removed directory is followed by all that it holds.
 */
export function* diffTrees(
  repo: Repo,
  before: TreeRef,
  after: TreeRef,
  path = '/',
): Generator<TreeDifference> {
  if (before.meta !== after.meta) {
    const { tree, meta } = after
    yield { kind: 'modified', entry: { type: 'directory', path, tree, meta } }
  }
  if (before.tree === after.tree) return
  assertDepth(path)
  const [old, current] = [entriesOf(repo, before, path), entriesOf(repo, after, path)]
  const names = new Set([...old.keys(), ...current.keys()])
  for (const name of [...names].sort()) yield* diffEntries(repo, old.get(name), current.get(name))
}

function* diffEntries(repo: Repo, old?: TreeEntry, current?: TreeEntry): Generator<TreeDifference> {
  if (old?.type === 'directory' && current?.type === 'directory') {
    yield* diffTrees(repo, old, current, current.path)
  } else if (old?.type === 'file' && current?.type === 'file') {
    if (old.checksum !== current.checksum) yield { kind: 'modified', entry: current }
  } else {
    if (old !== undefined) yield* wholeEntry(repo, old, 'removed')
    if (current !== undefined) yield* wholeEntry(repo, current, 'added')
  }
}

function* wholeEntry(
  repo: Repo,
  root: TreeEntry,
  kind: 'added' | 'removed',
): Generator<TreeDifference> {
  const entries = root.type === 'directory' ? walkTree(repo, root, root.path) : [root]
  for (const entry of entries) yield { kind, entry }
}

function entriesOf(repo: Repo, { tree }: TreeRef, path: string): Map<string, TreeEntry> {
  const { files, dirs } = repo.readDirTree(tree)
  const prefix = path === '/' ? path : `${path}/`
  const entries = new Map<string, TreeEntry>()
  for (const [name, checksum] of files) {
    entries.set(name, { type: 'file', path: prefix + name, checksum })
  }
  for (const [name, child, meta] of dirs) {
    entries.set(name, { type: 'directory', path: prefix + name, tree: child, meta })
  }
  return entries
}
