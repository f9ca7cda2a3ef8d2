import type { Checksum } from '../objects/checksum.js'
import { assertDepth } from '../objects/entry-name.js'
import { objectName } from '../objects/object-name.js'
import type { Repo } from '../repo.js'
import type { TreeRef } from '../tree/tree-entry.js'

/** Whether an object, by name, is known to be missing or corrupt. */
export type IsBad = (name: string) => boolean

/**
 * Finds the paths of trees that need bad objects. Directories without any are looked at once,
 * however many commits share them.
 */
export class UseFinder {
  readonly #repo: Repo
  readonly #isBad: IsBad
  readonly #clean = new Set<Checksum>()

  constructor(repo: Repo, isBad: IsBad) {
    this.#repo = repo
    this.#isBad = isBad
  }

  /** The bad objects that the tree needs, with the path (a byte string) that needs each. */
  *usesIn({ tree, meta }: TreeRef, path = '/'): Generator<[object: string, path: string]> {
    const metaName = objectName(meta, 'dirmeta')
    if (this.#isBad(metaName)) yield [metaName, path]
    const treeName = objectName(tree, 'dirtree')
    if (this.#isBad(treeName)) {
      yield [treeName, path]
      return
    }
    if (this.#clean.has(tree)) return
    assertDepth(path)
    let isClean = true
    for (const use of this.#usesBelow(tree, path === '/' ? path : `${path}/`)) {
      isClean = false
      yield use
    }
    if (isClean) this.#clean.add(tree)
  }

  *#usesBelow(directory: Checksum, prefix: string): Generator<[object: string, path: string]> {
    const { files, dirs } = this.#repo.readDirTree(directory)
    for (const [name, checksum] of files) {
      const fileName = objectName(checksum, 'file')
      if (this.#isBad(fileName)) yield [fileName, prefix + name]
    }
    for (const [name, tree, meta] of dirs) yield* this.usesIn({ tree, meta }, prefix + name)
  }
}
