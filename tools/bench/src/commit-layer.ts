import { S_IFDIR, S_IFREG, type Transaction, TreeBuilder } from '@apt2ostree/ostree-repo'

const owner = { uid: 0, gid: 0, xattrs: [] }

/** Commits small files at these paths, which they hold, to a ref. */
export function commitLayer(transaction: Transaction, ref: string, paths: readonly string[]): void {
  const builder = TreeBuilder.empty({ ...owner, mode: S_IFDIR | 0o755 })
  for (const path of paths) {
    const header = { ...owner, mode: S_IFREG | 0o644 }
    builder.addFile(path, transaction.writeFile(header, Buffer.from(path)))
  }
  const { tree, meta } = builder.write(transaction)
  transaction.setRef(ref, transaction.writeCommit({ rootTree: tree, rootMeta: meta }))
}
