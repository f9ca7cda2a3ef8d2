export { checkoutTree } from './checkout.js'
export type { CheckoutOptions, UnionPolicy } from './checkout-options.js'
export { type Checksum, checksumOf, isChecksum, parseChecksum } from './checksum.js'
export type { Commit, RelatedObject } from './commit.js'
export { type CommitOptions, commitTree, type TreeSource } from './commit-tree.js'
export type { StoredContent } from './content/content-format.js'
export { deleteRefs } from './delete-refs.js'
export { diffTrees, type TreeDifference } from './diff-trees.js'
export type { DirMeta } from './dir-meta.js'
export { byName, type DirTree, type DirTreeDir, type DirTreeFile } from './dir-tree.js'
export { byteStringOf, textOf } from './entry-name.js'
export {
  CorruptObjectError,
  ObjectNotFoundError,
  OstreeRepoError,
  type OstreeRepoErrorCode,
  PartialCommitError,
  RefNotFoundError,
} from './errors.js'
export type { FileHeader } from './file-header.js'
export {
  isDirectory,
  isRegular,
  isSymlink,
  S_IFDIR,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
} from './file-mode.js'
export type { FileSink } from './file-sink.js'
export { type FsckOptions, type FsckProblem, type FsckReport, fsck } from './fsck/fsck.js'
export { GVariantError } from './gvariant/codec.js'
export { Variant, type VariantValue } from './gvariant/variant.js'
export { importDirectory } from './import/import-directory.js'
export type { ImportOptions } from './import/import-options.js'
export { importTar } from './import/import-tar.js'
export { initRepo, openOrInitRepo } from './init-repo.js'
export { joinTransaction } from './join-transaction.js'
export { readXattrs } from './native-xattrs.js'
export type { NewCommit } from './new-commit.js'
export type { ObjectWriter } from './object-writer.js'
export { type PruneOptions, type PruneReport, prune } from './prune.js'
export { escapeRef, unescapeRef } from './ref-escape.js'
export { isRefSpec, parseRefSpec, type RefSpec } from './ref-name.js'
export { openRepo, type Repo } from './repo.js'
export type { RepoConfig } from './repo-config.js'
export { type HeldLock, tryLock, waitForLock } from './repo-lock.js'
export { type RepoMode, repoModes } from './repo-mode.js'
export { isSameMetadata } from './same-metadata.js'
export { writeSummary } from './summary.js'
export { syncCheckout } from './sync-checkout.js'
export { readTar, type TarEntry } from './tar/read-tar.js'
export type { Transaction } from './transaction.js'
export { TreeBuilder } from './tree-builder.js'
export { lookupPath, requirePath } from './tree-path.js'
export type { TreeRef } from './tree-ref.js'
export { type NamedCommit, walkHistory } from './walk-history.js'
export { type TreeEntry, walkTree } from './walk-tree.js'
export type { Xattrs } from './xattrs.js'
