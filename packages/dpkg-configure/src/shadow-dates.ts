import { type Checksum, lookupPath, type Repo, TreeBuilder } from '@apt2ostree/ostree-repo'

const secondsADay = 24 * 3600

/** shadow(5) and the copy that its programs keep of it. */
const files = ['etc/shadow', 'etc/shadow-']

/**
 * Commits a tree in which passwords that were set on the day of `from` were set on that of `to`, both
 * in seconds since 1970-01-01 UTC, and returns the commit. A base is configured as of a day that no
 * image is from, so that it follows from its packages alone; its accounts are then as old as the image.
 */
export async function moveShadowDates(
  repo: Repo,
  rev: Checksum,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Checksum> {
  const [before, after] = [from, to].map((seconds) => String(Math.floor(seconds / secondsADay)))
  const { metadata } = repo.readCommit(rev)
  const root = repo.readRoot(rev)
  return repo.transaction((transaction) => {
    const tree = TreeBuilder.from(repo, root)
    for (const path of files) {
      const entry = lookupPath(repo, root, path)
      if (entry?.type !== 'file') continue
      const file = repo.openFile(entry.checksum)
      const text = file.readAll().toString('latin1')
      const moved = text.replace(new RegExp(`^([^:\n]*:[^:\n]*:)${before}:`, 'gm'), `$1${after}:`)
      tree.addFile(path, transaction.writeFile(file.header, Buffer.from(moved, 'latin1')))
    }
    const { tree: rootTree, meta: rootMeta } = tree.write(transaction)
    return transaction.writeCommit({ rootTree, rootMeta, metadata })
  })
}
