import {
  type Checksum,
  type Repo,
  S_IFDIR,
  S_IFREG,
  TreeBuilder,
  Variant,
} from '@apt2ostree/ostree-repo'
import { ImageTree } from '@apt2ostree/ostree-tree'
import { initramfsPath } from '../kernel.js'
import { InitramfsInputs } from './initramfs-inputs.js'
import { readInitramfsNames } from './initramfs-names.js'
import { assertDracut, type BuildInitramfsOptions, dracutFlags, runDracut } from './run-dracut.js'

/** A tree that has an initramfs at a path. */
export interface MadeInitramfs {
  readonly tree: ImageTree
  readonly path: string
}

/** Commit metadata, `as`: the names of the files in the initramfs. */
const takenKey = 'initramfs.names'

const keptPath = '/initramfs.img'

/**
 * Returns an initramfs for a tree, made by its own dracut unless the repo has one that was made of the
 * same: refs below `deb/initramfs` keep each, for all images. Nothing but what it is made of counts, not
 * even a date. Throws as {@link assertDracut} and the sandbox do.
 */
export async function provideInitramfs(options: BuildInitramfsOptions): Promise<MadeInitramfs> {
  const { repo, rev, kernel } = options
  const tree = new ImageTree(repo, repo.readRoot(rev))
  assertDracut(tree)
  const inputs = new InitramfsInputs(repo, repo.readRoot(rev), kernel, dracutFlags(tree))
  const folder = `deb/initramfs/${inputs.base}`
  for (const [ref, commit] of repo.listRefs(folder)) {
    const taken = repo.readCommit(commit).metadata.get(takenKey)?.texts ?? []
    if (ref === `${folder}/${inputs.digestFor(taken)}`) return readKept(repo, commit)
  }
  const made = await runDracut(options)
  const image = made.read(initramfsPath(kernel))
  const taken = await readInitramfsNames(image)
  const commit = await repo.transaction((transaction) => {
    const root = TreeBuilder.empty({ uid: 0, gid: 0, mode: S_IFDIR | 0o755, xattrs: [] })
    const header = { uid: 0, gid: 0, mode: S_IFREG | 0o644, xattrs: [] }
    root.addFile(keptPath, transaction.writeFile(header, image))
    const { tree: rootTree, meta: rootMeta } = root.write(transaction)
    const metadata = new Map([[takenKey, Variant.strings(taken)]])
    const written = transaction.writeCommit({ rootTree, rootMeta, metadata })
    transaction.setRef(`${folder}/${inputs.digestFor(taken)}`, written)
    return written
  })
  return readKept(repo, commit)
}

function readKept(repo: Repo, commit: Checksum): MadeInitramfs {
  return { tree: new ImageTree(repo, repo.readRoot(commit)), path: keptPath }
}
