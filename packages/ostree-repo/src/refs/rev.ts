import { readdirSync } from 'node:fs'
import { OstreeRepoError, RefNotFoundError } from '../errors.js'
import { type Checksum, isChecksum } from '../objects/checksum.js'
import { decodeCommit } from '../objects/commit.js'
import { parseLooseName } from '../objects/object-name.js'
import type { ObjectStore } from '../store/object-store.js'
import { isRefSpec } from './ref-name.js'
import { listRemotes, readRef } from './refs.js'

/**
 * Returns the commit that `rev` stands for: `[REMOTE:]REF`, a full or abbreviated checksum, or one of
 * these followed by `^` for its parent. A ref that the repo has not is looked for in its remotes and
 * then in its parent repo (ostree-repo-refs.c, resolve_refspec). A ref wins over an abbreviation of
 * the same letters, unlike in libostree. Throws RefNotFoundError, ERR_OSTREE_AMBIGUOUS_CHECKSUM and others.
 */
export function resolveRev(store: ObjectStore, rev: string): Checksum {
  if (rev.endsWith('^')) return parentOf(store, rev)
  if (isChecksum(rev)) {
    if (store.has(rev, 'commit')) return rev
    throw new RefNotFoundError(rev, store.repoPath)
  }
  const checksum = findRef(store, rev) ?? resolveAbbreviation(store, rev)
  if (checksum === undefined) throw new RefNotFoundError(rev, store.repoPath)
  return checksum
}

function findRef(store: ObjectStore, rev: string): Checksum | undefined {
  const found = readRef(store.repoPath, rev) ?? findInRemotes(store.repoPath, rev)
  return found ?? (store.parent === undefined ? undefined : findRef(store.parent, rev))
}

/** `REMOTE/REF` comes before the REF of any remote, the first by name where several have it. */
function findInRemotes(repoPath: string, rev: string): Checksum | undefined {
  if (rev.includes(':')) return undefined
  const slash = rev.indexOf('/')
  const spelt = slash < 0 ? [] : [`${rev.slice(0, slash)}:${rev.slice(slash + 1)}`]
  for (const spec of [...spelt, ...listRemotes(repoPath).map((remote) => `${remote}:${rev}`)]) {
    const found = isRefSpec(spec) ? readRef(repoPath, spec) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

function parentOf(store: ObjectStore, rev: string): Checksum {
  const commit = resolveRev(store, rev.slice(0, -1))
  const { parent } = store.readMetadata(commit, 'commit', decodeCommit)
  if (parent !== undefined) return parent
  throw new OstreeRepoError(
    'ERR_OSTREE_REF_NOT_FOUND',
    `cannot find rev "${rev}": the commit has no parent`,
  )
}

function resolveAbbreviation(store: ObjectStore, rev: string): Checksum | undefined {
  if (!/^[0-9a-f]{2,63}$/.test(rev)) return undefined
  const commits = new Set<Checksum>()
  for (let at: ObjectStore | undefined = store; at !== undefined; at = at.parent) {
    for (const commit of commitsIn(at.repoPath, rev.slice(0, 2))) commits.add(commit)
  }
  const found = [...commits].filter((name) => name.startsWith(rev))
  if (found.length < 2) return found[0]
  throw new OstreeRepoError(
    'ERR_OSTREE_AMBIGUOUS_CHECKSUM',
    `cannot find rev "${rev}": ${found.length} commits begin so`,
  )
}

function commitsIn(repoPath: string, directory: string): Checksum[] {
  try {
    return readdirSync(`${repoPath}/objects/${directory}`)
      .map((name) => parseLooseName(directory + name))
      .flatMap((object) => (object?.type === 'commit' ? [object.checksum] : []))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
