import { ObjectNotFoundError, PartialCommitError } from './errors.js'
import type { Checksum } from './objects/checksum.js'
import { type Commit, decodeCommit } from './objects/commit.js'
import { type DirMeta, decodeDirMeta } from './objects/dir-meta.js'
import { type DirTree, decodeDirTree } from './objects/dir-tree.js'
import { objectName } from './objects/object-name.js'
import { remembered } from './objects/remembered.js'
import type { RepoMode } from './objects/repo-mode.js'
import { listRefs, readRef } from './refs/refs.js'
import { resolveRev } from './refs/rev.js'
import { assertPlainSummary, writeSummary } from './refs/summary.js'
import type { StoredContent } from './store/content/content-format.js'
import type { ObjectStore } from './store/object-store.js'
import { openStore } from './store/open-store.js'
import type { RepoConfig } from './store/repo-config.js'
import { runTransaction, type Transaction } from './transaction/transaction.js'
import type { TreeRef } from './tree/tree-entry.js'

/**
 * An OSTree repo. Refs and metadata objects are small local files and are read synchronously;
 * `await` does no harm. Reading throws ObjectNotFoundError or CorruptObjectError. The checksums of
 * metadata objects are verified whenever they are read, those of file contents by `fsck`.
 */
export class Repo {
  readonly objects: ObjectStore
  /** A tree has thousands of directories, and a handful of kinds of them. */
  readonly #readDirMeta: (checksum: Checksum) => DirMeta

  constructor(objects: ObjectStore) {
    this.objects = objects
    this.#readDirMeta = remembered(
      (checksum) => checksum,
      (checksum) => objects.readMetadata(checksum, 'dirmeta', decodeDirMeta),
    )
  }

  /** Absolute. */
  get path(): string {
    return this.objects.repoPath
  }

  get config(): RepoConfig {
    return this.objects.config
  }

  /** How content objects are stored. */
  get mode(): RepoMode {
    return this.config.mode
  }

  /** The commit that `[REMOTE:]REF` points to, undefined when there is no such ref. */
  readRef(ref: string): Checksum | undefined {
    return readRef(this.path, ref)
  }

  /** Refs in sorted order, `REMOTE:REF` for those of remotes; with a prefix only those below it. */
  listRefs(prefix?: string): Generator<[ref: string, commit: Checksum]> {
    return listRefs(this.path, prefix)
  }

  /** The commit that a ref, checksum, abbreviated checksum or any of these with `^` stands for. */
  resolveRev(rev: string): Checksum {
    return resolveRev(this.objects, rev)
  }

  /**
   * Returns whether the repo (or its parent repo) has the commit with all of its objects: one that a
   * pull left partial (`state/*.commitpartial`) does not count.
   */
  hasCommit(checksum: Checksum): boolean {
    return this.objects.hasCommit(checksum)
  }

  /**
   * Returns the commit that a rev stands for, to make another tree of. Throws as resolveRev does,
   * and PartialCommitError where objects of it may be missing.
   */
  requireCommit(rev: string): Checksum {
    const commit = this.resolveRev(rev)
    if (this.hasCommit(commit)) return commit
    if (!this.objects.has(commit, 'commit')) {
      throw new ObjectNotFoundError(objectName(commit, 'commit'), this.path)
    }
    throw new PartialCommitError(rev, commit)
  }

  /** A commit object; libostree's ostree-core.h, OSTREE_COMMIT_GVARIANT_FORMAT. */
  readCommit(checksum: Checksum): Commit {
    return this.objects.readMetadata(checksum, 'commit', decodeCommit)
  }

  /** The entries of a directory; OSTREE_TREE_GVARIANT_FORMAT. */
  readDirTree(checksum: Checksum): DirTree {
    return this.objects.readMetadata(checksum, 'dirtree', decodeDirTree)
  }

  /** The metadata of a directory; OSTREE_DIRMETA_GVARIANT_FORMAT. */
  readDirMeta(checksum: Checksum): DirMeta {
    return this.#readDirMeta(checksum)
  }

  /** The root directory of a commit. */
  readRoot(commit: Checksum): TreeRef {
    const { rootTree, rootMeta } = this.readCommit(commit)
    return { tree: rootTree, meta: rootMeta }
  }

  /** A content object: its header now, its content on demand. */
  openFile(checksum: Checksum): StoredContent {
    return this.objects.openContent(checksum)
  }

  /**
   * Runs `work` and then publishes all that it wrote: objects first, then refs. When `work`
   * throws, nothing is left. The repo's lock is held meanwhile, shared with other writers. With
   * `core.auto-update-summary` the summary is written anew afterwards.
   */
  async transaction<T>(work: (tx: Transaction) => Promise<T> | T): Promise<T> {
    if (!this.config.autoUpdateSummary) return runTransaction(this.objects, work)
    assertPlainSummary(this)
    const result = await runTransaction(this.objects, work)
    writeSummary(this)
    return result
  }
}

/** Opens the repo at `path`. Throws ERR_OSTREE_NOT_A_REPO or ERR_OSTREE_UNSUPPORTED_REPO. */
export function openRepo(path: string): Repo {
  return new Repo(openStore(path))
}
