import { existsSync } from 'node:fs'
import type { Checksum } from './checksum.js'
import { ObjectNotFoundError, OstreeRepoError } from './errors.js'
import { objectName } from './object-name.js'
import { ObjectWriter } from './object-writer.js'
import { publishStaging } from './publish-staging.js'
import { parseRefSpec } from './ref-name.js'
import { removeRef, writeRef } from './refs.js'
import { openRepo, type Repo } from './repo.js'
import { waitForLock } from './repo-lock.js'
import { createStaging, removeStaging, type Staging, stagingPath, sweepStaging } from './staging.js'

/** Objects and refs that will appear in a repo together, or not at all. */
export class Transaction extends ObjectWriter {
  /** Names this transaction for {@link joinTransaction}, in this process or another. */
  readonly handle: string
  readonly #refs = new Map<string, Checksum | undefined>()

  constructor(repo: Repo, staging: Staging) {
    super(repo.objects, staging.path)
    this.handle = staging.handle
  }

  /** Points `[REMOTE:]REF` to a commit when the transaction ends. Throws ERR_OSTREE_INVALID_REF. */
  setRef(ref: string, commit: Checksum): void {
    parseRefSpec(ref)
    this.#refs.set(ref, commit)
  }

  /** Removes `[REMOTE:]REF` when the transaction ends. */
  removeRef(ref: string): void {
    parseRefSpec(ref)
    this.#refs.set(ref, undefined)
  }

  /** What is to become of each ref; undefined removes it. */
  get refs(): ReadonlyMap<string, Checksum | undefined> {
    return this.#refs
  }
}

/**
 * Writes objects into a transaction that another thread or process has begun and will end; the
 * transaction must outlive the writer. Throws ERR_OSTREE_TRANSACTION when there is none.
 */
export function joinTransaction(repoPath: string, handle: string): ObjectWriter {
  const repo = openRepo(repoPath)
  const path = stagingPath(repo.path, handle)
  if (existsSync(path)) return new ObjectWriter(repo.objects, path)
  throw new OstreeRepoError(
    'ERR_OSTREE_TRANSACTION',
    `cannot join transaction "${handle}" of repo "${repo.path}": it has ended`,
  )
}

/** {@link Repo.transaction} */
export async function runTransaction<T>(
  repo: Repo,
  work: (tx: Transaction) => Promise<T> | T,
): Promise<T> {
  const { locking, lockTimeoutSeconds, fsync } = repo.config
  const lock = locking
    ? await waitForLock(`${repo.path}/.lock`, 'shared', lockTimeoutSeconds)
    : undefined
  try {
    const staging = await createStaging(repo.path, locking)
    try {
      if (locking) await sweepStaging(repo.path)
      const tx = new Transaction(repo, staging)
      const result = await work(tx)
      await publishStaging(repo.path, staging.path, tx.has.bind(tx), fsync)
      assertCommitsExist(repo, tx.refs)
      for (const [ref, commit] of tx.refs) {
        if (commit === undefined) removeRef(repo.path, ref)
        else writeRef(repo.path, ref, commit, { tempDirectory: staging.path, durable: fsync })
      }
      return result
    } finally {
      removeStaging(staging)
    }
  } finally {
    lock?.release()
  }
}

/** Runs once the objects are published; a ref never points to a commit that is not there. */
function assertCommitsExist(repo: Repo, refs: Transaction['refs']): void {
  for (const commit of refs.values()) {
    if (commit === undefined || repo.objects.has(commit, 'commit')) continue
    throw new ObjectNotFoundError(objectName(commit, 'commit'), repo.path)
  }
}
