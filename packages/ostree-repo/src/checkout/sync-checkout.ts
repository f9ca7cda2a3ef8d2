import { type Dirent, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import type { Checksum } from '../objects/checksum.js'
import type { DirMeta } from '../objects/dir-meta.js'
import { textOf } from '../objects/entry-name.js'
import type { Repo } from '../repo.js'
import type { TreeRef } from '../tree/tree-entry.js'
import { isSameEntry, placeFile } from './place-file.js'
import { finishDirectory } from './set-metadata.js'

/** Called for each directory once it is as it has to be. */
export type DirectoryListener = (path: string, meta: DirMeta) => void

/**
 * Makes the directory `path`, which must be there, what {@link checkoutTree} would have made of the
 * commit, whatever it holds, and leaves alone what is right already: hard links to the right
 * objects, symlinks, and directories but for xattrs that the tree has not. All other files are made
 * anew, so it suits repos whose checkouts are links. It must have been filled, if it was, by somebody
 * to whom owner ids look the same (user namespaces change that). Throws as checking out does.
 */
export async function syncCheckout(
  repo: Repo,
  commit: Checksum,
  path: string,
  onDirectory: DirectoryListener = () => {},
): Promise<void> {
  await new Synchronizer(repo, onDirectory).directory(repo.readRoot(commit), path)
}

class Synchronizer {
  readonly #repo: Repo
  readonly #onDirectory: DirectoryListener

  constructor(repo: Repo, onDirectory: DirectoryListener) {
    this.#repo = repo
    this.#onDirectory = onDirectory
  }

  async directory({ tree, meta }: TreeRef, path: string): Promise<void> {
    const found = new Map(
      readdirSync(path, { withFileTypes: true }).map((entry) => [entry.name, entry]),
    )
    const { files, dirs } = this.#repo.readDirTree(tree)
    for (const [bytes, checksum] of files) {
      const name = textOf(bytes)
      const file = `${path}/${name}`
      if (!this.#isRight(file, found.get(name), checksum)) {
        if (found.has(name)) remove(file)
        const waiting = placeFile(this.#repo, checksum, file, {})
        if (waiting !== undefined) await waiting
      }
      found.delete(name)
    }
    const children = dirs.map(([bytes, childTree, childMeta]) => {
      const name = textOf(bytes)
      const child = `${path}/${name}`
      if (found.get(name)?.isDirectory() !== true) {
        if (found.has(name)) remove(child)
        mkdirSync(child, 0o700)
      }
      found.delete(name)
      return { child, ref: { tree: childTree, meta: childMeta } }
    })
    for (const name of found.keys()) remove(`${path}/${name}`)
    for (const { child, ref } of children) await this.directory(ref, child)
    this.#finish(path, this.#repo.readDirMeta(meta))
  }

  #isRight(path: string, entry: Dirent | undefined, checksum: Checksum): boolean {
    if (entry?.isFile() === true) return this.#isLink(path, checksum)
    if (entry?.isSymbolicLink() !== true) return false
    return isSameEntry(this.#repo.openFile(checksum), path, lstatSync(path), {})
  }

  #isLink(path: string, checksum: Checksum): boolean {
    const { dev, ino } = lstatSync(path)
    const object = lstatSync(this.#repo.objects.pathOf(checksum, 'file'), { throwIfNoEntry: false })
    return Number.isSafeInteger(ino) && object?.ino === ino && object.dev === dev
  }

  #finish(path: string, meta: DirMeta): void {
    const { uid, gid, mode, mtimeMs } = lstatSync(path)
    const isSame = uid === meta.uid && gid === meta.gid && mode === meta.mode && mtimeMs === 0
    if (!isSame || meta.xattrs.length > 0) finishDirectory(path, meta, false)
    this.#onDirectory(path, meta)
  }
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true })
}
