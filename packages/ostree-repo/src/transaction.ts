import type { Checksum } from './checksum.js'
import { ObjectNotFoundError } from './errors.js'
import { objectName } from './object-name.js'
import type { ObjectStore } from './object-store.js'
import { ObjectWriter } from './object-writer.js'
import { unmarkWhole } from './partial-commits.js'
import { publishRefs, type StagedRef, stageRefs } from './publish-refs.js'
import {
  listStaged,
  publishStaged,
  type StagedPart,
  stagedCommits,
  stagedPaths,
} from './publish-staged.js'
import { parseRefSpec } from './ref-name.js'
import { type HeldLock, waitForLock } from './repo-lock.js'
import { createStaging, removeStaging, type Staging, sweepStaging } from './staging.js'
import { syncPaths } from './sync-paths.js'

/** Objects and refs that will appear in a repo together, or not at all. */
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

/** {@link Repo.transaction} */
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
      const result = await work(tx)
      await publish(store, staging.path, tx, lock)
      return result
    } finally {
      removeStaging(staging)
    }
  } finally {
    lock?.release()
  }
}

/**
 * Makes all of a transaction visible. With `core.fsync` each step is on the disk before the next, so
 * that no crash leaves a name without what it stands for: bytes, objects, commits, refs.
 */
async function publish(
  store: ObjectStore,
  stagingPath: string,
  tx: Transaction,
  lock: HeldLock | undefined,
): Promise<void> {
  const { fsync } = store.config
  const objects = listStaged(stagingPath, tx.has.bind(tx))
  const refs = stageRefs(store.repoPath, stagingPath, tx.refs)
  if (fsync) await syncPaths(stagedFiles(objects, refs))
  await publishStaged(objects, store.repoPath, lock, fsync)
  unmarkWhole(store, stagedCommits(objects))
  assertCommitsExist(store, tx.refs)
  await publishRefs(refs, fsync)
}

function* stagedFiles(
  objects: readonly StagedPart[],
  refs: readonly StagedRef[],
): Generator<string> {
  yield* stagedPaths(objects)
  for (const { staged } of refs) if (staged !== undefined) yield staged
}

/** A ref never points to a commit that is not there. */
function assertCommitsExist(store: ObjectStore, refs: Transaction['refs']): void {
  for (const commit of refs.values()) {
    if (commit === undefined || store.has(commit, 'commit')) continue
    throw new ObjectNotFoundError(objectName(commit, 'commit'), store.repoPath)
  }
}
