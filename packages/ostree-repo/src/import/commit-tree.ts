import { Variant } from '../gvariant/variant.js'
import type { Checksum } from '../objects/checksum.js'
import type { NewCommit } from '../objects/commit.js'
import type { Repo } from '../repo.js'
import type { Transaction } from '../transaction/transaction.js'
import type { TreeRef } from '../tree/tree-entry.js'
import { importDirectory } from './import-directory.js'
import type { ImportOptions } from './import-options.js'
import { importTar } from './import-tar.js'

/** Where the tree of a commit comes from. */
export type TreeSource =
  | { readonly rev: string }
  | { readonly directory: string }
  | { readonly tar: AsyncIterable<Uint8Array> }

/** The fields of the commit, and what becomes of it. */
export interface CommitOptions extends Omit<NewCommit, 'rootTree' | 'rootMeta'> {
  /** The ref to move; its name goes into the commit unless `bindings` is false. */
  readonly branch?: string
  /** Whether `ostree.ref-binding` names the branch, so that no other ref can be passed off as it. */
  readonly bindings?: boolean
  /** Owner 0:0, no xattrs, no special mode bits; always so in mode bare-user-only. */
  readonly canonical?: boolean
  /** Ends the work when it is aborted; nothing is committed then. */
  readonly signal?: AbortSignal
}

/** Commits a tree, as `ostree commit --tree=…`, and gives the commit. */
export function commitTree(
  repo: Repo,
  source: TreeSource,
  { branch, bindings = true, canonical, signal, metadata, ...fields }: CommitOptions,
): Promise<Checksum> {
  const isCanonical = canonical === true || repo.mode === 'bare-user-only'
  const allMetadata = new Map(metadata)
  if (bindings) {
    allMetadata.set('ostree.ref-binding', Variant.strings(branch === undefined ? [] : [branch]))
  }
  return repo.transaction(async (tx) => {
    const { tree, meta } = await treeOf(repo, tx, source, { canonical: isCanonical, signal })
    const commit = tx.writeCommit({
      ...fields,
      metadata: allMetadata,
      rootTree: tree,
      rootMeta: meta,
    })
    if (branch !== undefined) tx.setRef(branch, commit)
    return commit
  })
}

async function treeOf(
  repo: Repo,
  tx: Transaction,
  source: TreeSource,
  options: ImportOptions,
): Promise<TreeRef> {
  if ('rev' in source) return repo.readRoot(repo.requireCommit(source.rev))
  if ('directory' in source) return importDirectory(tx, source.directory, options)
  return importTar(tx, source.tar, options)
}
