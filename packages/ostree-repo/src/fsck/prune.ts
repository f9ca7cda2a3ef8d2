import { rmSync, statSync } from 'node:fs'
import { OstreeRepoError } from '../errors.js'
import type { Checksum } from '../objects/checksum.js'
import { assertDepth } from '../objects/entry-name.js'
import { type ObjectId, objectName } from '../objects/object-name.js'
import { pause } from '../pause.js'
import { hasEntries } from '../refs/summary.js'
import type { Repo } from '../repo.js'
import { waitForLock } from '../transaction/repo-lock.js'
import type { TreeRef } from '../tree/tree-entry.js'
import { listObjects } from './list-objects.js'

/** What {@link prune} is told. */
export interface PruneOptions {
  /** Keep only the commits that refs lead to. Otherwise all commits are kept. */
  readonly refsOnly?: boolean
  /** How many ancestors of each kept commit are kept. Default: all. */
  readonly depth?: number
  /** Count only. */
  readonly dryRun?: boolean
  /** Ends the work when it is aborted; what was removed until then stays so. */
  readonly signal?: AbortSignal
}

/** What {@link prune} removed, or would remove. */
export interface PruneReport {
  readonly objects: number
  readonly removed: number
  /** What the removed files took on the disk. */
  readonly bytes: number
}

/**
 * Removes the objects of the repo that no kept commit needs, while nobody else reads or writes: what
 * `ostree prune` does. Nothing is removed when what is kept can't be read. Throws CorruptObjectError,
 * ERR_OSTREE_LOCK, and ERR_OSTREE_UNSUPPORTED_REPO for static deltas, which name commits, too.
 */
export async function prune(repo: Repo, options: PruneOptions = {}): Promise<PruneReport> {
  if (hasEntries(`${repo.path}/deltas`)) {
    throw new OstreeRepoError(
      'ERR_OSTREE_UNSUPPORTED_REPO',
      `cannot prune repo "${repo.path}": it has static deltas`,
      { hint: `ostree --repo=${repo.path} prune removes both` },
    )
  }
  const { locking, lockTimeoutSeconds } = repo.config
  const lock = locking
    ? await waitForLock(`${repo.path}/.lock`, 'exclusive', lockTimeoutSeconds)
    : undefined
  try {
    const objects = [...listObjects(repo)]
    const kept = await findKept(repo, objects, options)
    const unneeded = objects.filter(({ checksum, type }) => !kept.has(objectName(checksum, type)))
    // Commits first: a crash must not leave one without its objects.
    unneeded.sort((a, b) => Number(b.type === 'commit') - Number(a.type === 'commit'))
    let bytes = 0
    for (const [i, object] of unneeded.entries()) {
      if (i % 1000 === 0) await pause(options.signal)
      bytes += statSync(repo.objects.pathOf(object.checksum, object.type)).size
      if (options.dryRun !== true) remove(repo, object)
    }
    return { objects: objects.length, removed: unneeded.length, bytes }
  } finally {
    lock?.release()
  }
}

function remove(repo: Repo, { checksum, type }: ObjectId): void {
  const path = repo.objects.pathOf(checksum, type)
  rmSync(path, { force: true })
  if (type !== 'commit') return
  // Its detached metadata, and the mark of a partial pull.
  rmSync(path.replace(/\.commit$/, '.commitmeta'), { force: true })
  rmSync(repo.objects.partialPathOf(checksum), { force: true })
}

/** The names of the objects that the kept commits need. */
async function findKept(
  repo: Repo,
  objects: readonly ObjectId[],
  { refsOnly = false, depth = Number.POSITIVE_INFINITY, signal }: PruneOptions,
): Promise<Set<string>> {
  const kept = new Set<string>()
  const roots = [...repo.listRefs()].map(([, commit]) => commit)
  if (!refsOnly) {
    for (const { checksum, type } of objects) if (type === 'commit') roots.push(checksum)
  }
  const reached = new Map<Checksum, number>()
  for (const root of roots) {
    let commit: Checksum | undefined = root
    for (let left = depth; commit !== undefined && left >= 0; left--) {
      if ((reached.get(commit) ?? -1) >= left || !repo.objects.has(commit, 'commit')) break
      reached.set(commit, left)
      commit = repo.readCommit(commit).parent
    }
  }
  for (const commit of reached.keys()) {
    await pause(signal)
    kept.add(objectName(commit, 'commit'))
    keepTree(repo, repo.readRoot(commit), '/', repo.objects.isPartial(commit), kept)
  }
  return kept
}

function keepTree(
  repo: Repo,
  { tree, meta }: TreeRef,
  path: string,
  isPartial: boolean,
  kept: Set<string>,
): void {
  assertDepth(path)
  kept.add(objectName(meta, 'dirmeta'))
  const name = objectName(tree, 'dirtree')
  if (kept.has(name)) return
  if (isPartial && !repo.objects.has(tree, 'dirtree')) return
  kept.add(name)
  const { files, dirs } = repo.readDirTree(tree)
  for (const [, checksum] of files) kept.add(objectName(checksum, 'file'))
  for (const [entry, childTree, childMeta] of dirs) {
    const child = { tree: childTree, meta: childMeta }
    keepTree(repo, child, `${path === '/' ? '' : path}/${entry}`, isPartial, kept)
  }
}
