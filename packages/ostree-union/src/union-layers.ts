import { createHash } from 'node:crypto'
import {
  type Checksum,
  type DirTree,
  type Repo,
  type Transaction,
  Variant,
} from '@apt2ostree/ostree-repo'
import { conflictPolicy, type OnConflict } from './conflict-policy.js'
import { NoLayersError } from './errors.js'
import type { CommittedLayer } from './layer.js'
import { mergeLayers } from './merge-layers.js'
import { replaceFiles } from './replace-files.js'
import { strikeFromLists } from './strike-from-lists.js'
import type { TreeStore } from './tree-store.js'

export interface UnionOptions {
  /** The ref that moves to the new commit. */
  readonly branch?: string
  /** Default: `error`. */
  readonly onConflict?: OnConflict
}

/** Commit metadata: the digest of the layers' checksums, see {@link digestOfLayers}. */
export const UNION_DIGEST_KEY = 'union.layers-digest'

/**
 * The checksum of a commit that holds all layers, each over those before it. No file is read but
 * the list of a package that lost a file to another. The same layers make the same commit: timestamp 0, no parent; its metadata is
 * what layers that are no .deb say under `deb.`, and UNION_DIGEST_KEY. On an error nothing is
 * written: UnionConflictError, UnionSymlinkError, NoLayersError or ostree-repo's.
 */
export async function unionLayers(
  repo: Repo,
  layers: readonly CommittedLayer[],
  options: UnionOptions = {},
): Promise<Checksum> {
  const [first] = layers
  if (first === undefined) throw new NoLayersError()
  return repo.transaction((transaction) => {
    const policy = conflictPolicy(layers, options.onConflict ?? 'error')
    const store = storeOf(repo, transaction)
    const { tree, overridden } = mergeLayers(store, layers, policy)
    const lists = strikeFromLists(repo, transaction, layers, overridden)
    const checksum = transaction.writeCommit({
      metadata: unionMetadata(layers),
      rootTree: replaceFiles(store, tree, lists),
      rootMeta: first.meta,
    })
    if (options.branch !== undefined) transaction.setRef(options.branch, checksum)
    return checksum
  })
}

/** What tells a set of layers in an order from any other: SHA-256 over their checksums' lines. */
export function digestOfLayers(checksums: Iterable<Checksum>): string {
  const hash = createHash('sha256')
  for (const checksum of checksums) hash.update(`${checksum}\n`)
  return hash.digest('hex')
}

function unionMetadata(layers: readonly CommittedLayer[]): Map<string, Variant> {
  const digest = digestOfLayers(layers.map(({ checksum }) => checksum))
  const carried = layers
    .filter(({ control }) => control === undefined)
    .flatMap(({ metadata }) => [...metadata].filter(([key]) => key.startsWith('deb.')))
  return new Map([...carried, [UNION_DIGEST_KEY, Variant.string(digest)]])
}

/** What a transaction has written is not in the repo yet, and is remembered here. */
function storeOf(repo: Repo, transaction: Transaction): TreeStore {
  const written = new Map<Checksum, DirTree>()
  return {
    readDirTree: (checksum) => written.get(checksum) ?? repo.readDirTree(checksum),
    writeDirTree(tree) {
      const checksum = transaction.writeDirTree(tree)
      written.set(checksum, tree)
      return checksum
    },
    readSymlink: (checksum) => repo.openFile(checksum).header.symlinkTarget,
  }
}
