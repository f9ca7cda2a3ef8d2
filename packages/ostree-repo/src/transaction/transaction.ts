import { existsSync, utimesSync } from 'node:fs'
import { ObjectNotFoundError, OstreeRepoError } from '../errors.js'
import type { Checksum } from '../objects/checksum.js'
import { type ObjectId, objectName } from '../objects/object-name.js'
import { assertNoRefConflict } from '../refs/ref-conflict.js'
import { parseRefSpec } from '../refs/ref-name.js'
import type { ObjectStore } from '../store/object-store.js'
import { openStore } from '../store/open-store.js'
import { ObjectWriter } from './object-writer.js'
import { unmarkWhole } from './partial-commits.js'
import {
  listStaged,
  publishStaged,
  type StagedPart,
  stagedObjects,
  stagedPaths,
} from './publish-objects.js'
import { publishRefs, type StagedRef, stageRefs } from './publish-refs.js'
import { type HeldLock, waitForLock } from './repo-lock.js'
import { createStaging, removeStaging, type Staging, stagingPath, sweepStaging } from './staging.js'
import { syncPaths } from './sync-paths.js'

/**
 * Objects and refs that will appear in a repo together, or not at all, unless the disk itself fails
 * between two renames. Once the transaction has ended, writing throws ERR_OSTREE_TRANSACTION.
 */
export class Transaction extends ObjectWriter {
  /** The repo that it will change. */
  readonly repoPath: string
  /** Names this transaction for joinTransaction, in this process or another. */
  readonly handle: string
  readonly #refs = new Map<string, Checksum | undefined>()

  constructor(store: ObjectStore, staging: Staging) {
    super(store, staging.path)
    this.repoPath = store.repoPath
    this.handle = staging.handle
  }

  /** Points `[REMOTE:]REF` to a commit when the transaction ends. Throws ERR_OSTREE_INVALID_REF. */
  setRef(ref: string, commit: Checksum): void {
    this.assertOpen()
    parseRefSpec(ref)
    this.#refs.set(ref, commit)
  }

  /** Removes `[REMOTE:]REF` when the transaction ends. */
  removeRef(ref: string): void {
    this.assertOpen()
    parseRefSpec(ref)
    this.#refs.set(ref, undefined)
  }

  /** Refuses whatever comes from now on. */
  override end(): void {
    super.end()
  }

  /** What is to become of each ref; undefined removes it. */
  get refs(): ReadonlyMap<string, Checksum | undefined> {
    return this.#refs
  }
}

/** Returns what `work` returns, once all that it wrote is published; see {@link Repo.transaction}. */
export async function runTransaction<T>(
  store: ObjectStore,
  work: (tx: Transaction) => Promise<T> | T,
): Promise<T> {
  const { repoPath } = store
  const { locking, lockTimeoutSeconds } = store.config
  const lock = locking
    ? await waitForLock(`${repoPath}/.lock`, 'shared', lockTimeoutSeconds)
    : undefined
  try {
    const staging = await createStaging(repoPath, locking)
    try {
      if (locking) await sweepStaging(repoPath)
      const tx = new Transaction(store, staging)
      try {
        const result = await work(tx)
        await publish(store, staging.path, tx, lock)
        return result
      } finally {
        tx.end()
      }
    } finally {
      removeStaging(staging)
    }
  } finally {
    lock?.release()
  }
}

/**
 * Makes all of a transaction visible, once nothing but the disk can prevent it. With `core.fsync` each
 * step is on the disk before the next, so that no crash leaves a name without what it stands for:
 * bytes, objects, commits, refs.
 */
async function publish(
  store: ObjectStore,
  stagingPath: string,
  tx: Transaction,
  lock: HeldLock | undefined,
): Promise<void> {
  const { repoPath, config } = store
  const parts = listStaged(stagingPath)
  const objects = [...stagedObjects(parts)]
  assertCommitsExist(store, objects, tx.refs)
  assertNoRefConflict(repoPath, tx.refs)
  const refs = stageRefs(repoPath, stagingPath, tx.refs)
  if (config.fsync) await syncPaths(stagedFiles(parts, refs))
  await publishStaged(parts, repoPath, lock, config.fsync)
  unmarkWhole(store, objects)
  await publishRefs(refs, config.fsync)
  if (refs.length > 0) touch(repoPath)
}

/** By the time of its directory others see that the refs of a repo changed; _ostree_repo_update_mtime. */
function touch(repoPath: string): void {
  const now = new Date()
  utimesSync(repoPath, now, now)
}

function* stagedFiles(
  objects: readonly StagedPart[],
  refs: readonly StagedRef[],
): Generator<string> {
  yield* stagedPaths(objects)
  for (const { staged } of refs) if (staged !== undefined) yield staged
}

/** A ref never points to a commit that is not there. */
function assertCommitsExist(
  store: ObjectStore,
  staged: readonly ObjectId[],
  refs: Transaction['refs'],
): void {
  const written = new Set(staged.filter(({ type }) => type === 'commit').map((c) => c.checksum))
  for (const commit of refs.values()) {
    if (commit === undefined || written.has(commit) || store.has(commit, 'commit')) continue
    throw new ObjectNotFoundError(objectName(commit, 'commit'), store.repoPath)
  }
}

/**
 * Writes objects into a transaction that another thread or process has begun and will end; the
 * transaction must outlive the writer. Throws ERR_OSTREE_TRANSACTION when there is none.
 */
export function joinTransaction(repoPath: string, handle: string): ObjectWriter {
  const store = openStore(repoPath)
  const path = stagingPath(store.repoPath, handle)
  if (existsSync(path)) return new ObjectWriter(store, path)
  throw new OstreeRepoError(
    'ERR_OSTREE_TRANSACTION',
    `cannot join transaction "${handle}" of repo "${store.repoPath}": it has ended`,
  )
}
