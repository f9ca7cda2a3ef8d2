export type { CheckoutOptions, UnionPolicy } from './checkout/checkout.js'
export { checkoutTree } from './checkout/checkout.js'
export { syncCheckout } from './checkout/sync-checkout.js'
export {
  CorruptObjectError,
  ObjectNotFoundError,
  OstreeRepoError,
  type OstreeRepoErrorCode,
  PartialCommitError,
  RefNotFoundError,
} from './errors.js'
export { type FsckOptions, type FsckProblem, type FsckReport, fsck } from './fsck/fsck.js'
export { type PruneOptions, type PruneReport, prune } from './fsck/prune.js'
export { GVariantError } from './gvariant/codec.js'
export { Variant, type VariantValue } from './gvariant/variant.js'
export { type CommitOptions, commitTree, type TreeSource } from './import/commit-tree.js'
export { importDirectory } from './import/import-directory.js'
export type { ImportOptions } from './import/import-options.js'
export { importTar, writeTarFile } from './import/import-tar.js'
export { initRepo, openOrInitRepo } from './init-repo.js'
export { type Checksum, checksumOf, isChecksum, parseChecksum } from './objects/checksum.js'
export type { Commit, NewCommit, RelatedObject } from './objects/commit.js'
export { isSameMetadata } from './objects/commit.js'
export type { DirMeta } from './objects/dir-meta.js'
export { byName, type DirTree, type DirTreeDir, type DirTreeFile } from './objects/dir-tree.js'
export { byteStringOf, textOf } from './objects/entry-name.js'
export type { FileHeader } from './objects/file-header.js'
export {
  isDirectory,
  isRegular,
  isSymlink,
  S_IFDIR,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
} from './objects/file-mode.js'
export { type RepoMode, repoModes } from './objects/repo-mode.js'
export type { Xattrs } from './objects/xattrs.js'
export { deleteRefs } from './refs/delete-refs.js'
export { escapeRef, unescapeRef } from './refs/ref-escape.js'
export { isRefSpec, parseRefSpec, type RefSpec } from './refs/ref-name.js'
export { writeSummary } from './refs/summary.js'
export { openRepo, type Repo } from './repo.js'
export type { StoredContent } from './store/content/content-format.js'
export { readXattrs } from './store/native-xattrs.js'
export type { RepoConfig } from './store/repo-config.js'
export { readTar, type TarEntry } from './tar/read-tar.js'
export type { FileSink } from './transaction/file-sink.js'
export type { ObjectWriter } from './transaction/object-writer.js'
export { type HeldLock, tryLock, waitForLock } from './transaction/repo-lock.js'
export type { Transaction } from './transaction/transaction.js'
export { joinTransaction } from './transaction/transaction.js'
export { diffTrees, type TreeDifference } from './tree/diff-trees.js'
export { TreeBuilder } from './tree/tree-builder.js'
export type { TreeRef } from './tree/tree-entry.js'
export { lookupPath, requirePath, type TreeEntry, walkTree } from './tree/tree-entry.js'
export { type NamedCommit, walkHistory } from './tree/walk-history.js'
