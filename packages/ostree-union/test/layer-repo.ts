import {
  byteStringOf,
  type Checksum,
  type Repo,
  S_IFDIR,
  S_IFLNK,
  S_IFREG,
  TreeBuilder,
  Variant,
} from '@apt2ostree/ostree-repo'

/** Paths and what is there: text is a file's content, `-> x` a symlink, a number a directory's mode. */
export type LayerFiles = Readonly<Record<string, string | number>>

/** Commits a layer as deb2ostree does, with a control stanza if given, and returns the commit. */
export function commitLayer(
  repo: Repo,
  ref: string,
  files: LayerFiles,
  metadata: Readonly<Record<string, string>> = {},
): Promise<Checksum> {
  return repo.transaction((transaction) => {
    const owner = { uid: 0, gid: 0, xattrs: [] }
    const builder = TreeBuilder.empty({ ...owner, mode: S_IFDIR | 0o755 })
    for (const [path, value] of Object.entries(files)) {
      if (typeof value === 'number') {
        builder.mkdir(path, { ...owner, mode: S_IFDIR | value })
        continue
      }
      const target = /^-> (.*)/.exec(value)?.[1]
      const checksum =
        target === undefined
          ? transaction.writeFile({ ...owner, mode: S_IFREG | 0o644 }, Buffer.from(value))
          : transaction.writeFile({
              ...owner,
              mode: S_IFLNK | 0o777,
              symlinkTarget: byteStringOf(target),
            })
      builder.addFile(path, checksum)
    }
    const { tree, meta } = builder.write(transaction)
    const commit = transaction.writeCommit({
      rootTree: tree,
      rootMeta: meta,
      metadata: new Map(
        Object.entries(metadata).map(([key, value]) => [key, Variant.string(value)]),
      ),
    })
    transaction.setRef(ref, commit)
    return commit
  })
}
