import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { OstreeRepoError } from '../errors.js'
import { textOf } from '../objects/entry-name.js'
import { pause } from '../pause.js'
import type { Repo } from '../repo.js'
import type { TreeRef } from '../tree/tree-entry.js'
import { requirePath } from '../tree/tree-entry.js'
import { placeFile } from './place-file.js'
import { finishDirectory } from './set-metadata.js'

/** What happens to a path that is there already; without a policy the target must be empty. */
export type UnionPolicy = 'overwrite' | 'add' | 'identical'

/** How a tree is checked out. */
export interface CheckoutOptions {
  /** Only this directory of the commit (a byte string). */
  readonly subpath?: string
  /** Owners, special mode bits and xattrs are left out, as an ordinary user can have no others. */
  readonly userMode?: boolean
  /** Always copy; otherwise files whose object has the right metadata on disk are hard links. */
  readonly copy?: boolean
  readonly union?: UnionPolicy
  /** Ends the checkout when it is aborted, as an error does. */
  readonly signal?: AbortSignal
}

/**
 * Writes the tree of `rev` to the directory `path`, with modification times of 0, as
 * libostree's ostree-repo-checkout.c does. Files become hard links to their objects where owner,
 * mode and xattrs on disk are the wanted ones, as this process sees them, and copies elsewhere.
 */
export async function checkoutTree(
  repo: Repo,
  rev: string,
  path: string,
  options: CheckoutOptions = {},
): Promise<void> {
  const root = repo.readRoot(repo.resolveRev(rev))
  const entry = options.subpath === undefined ? undefined : requirePath(repo, root, options.subpath)
  if (entry?.type === 'file') {
    throw new OstreeRepoError(
      'ERR_OSTREE_CHECKOUT',
      `cannot check out "${entry.path}": it is a file`,
    )
  }
  const target = resolve(path)
  const isNew = mkdirSync(target, { recursive: true }) !== undefined
  if (options.union === undefined && readdirSync(target).length > 0) {
    throw new OstreeRepoError(
      'ERR_OSTREE_CHECKOUT',
      `cannot check out to "${path}": it is not empty`,
    )
  }
  try {
    const isOurs = isNew || options.union === undefined
    await new Checkout(repo, options).directory(entry ?? root, target, isOurs)
  } catch (error) {
    if (options.union === undefined) empty(target, isNew)
    throw error
  }
}

/** Takes away what a failed checkout has written. */
function empty(target: string, isNew: boolean): void {
  const paths = isNew ? [target] : readdirSync(target).map((name) => `${target}/${name}`)
  for (const path of paths) rmSync(path, { recursive: true, force: true })
}

class Checkout {
  readonly #repo: Repo
  readonly #options: CheckoutOptions

  constructor(repo: Repo, options: CheckoutOptions) {
    this.#repo = repo
    this.#options = options
  }

  async directory({ tree, meta }: TreeRef, path: string, isOurs: boolean): Promise<void> {
    await pause(this.#options.signal)
    const { files, dirs } = this.#repo.readDirTree(tree)
    for (const [name, checksum] of files) {
      const waiting = placeFile(this.#repo, checksum, `${path}/${textOf(name)}`, this.#options)
      if (waiting !== undefined) await waiting
    }
    for (const [name, childTree, childMeta] of dirs) {
      const child = `${path}/${textOf(name)}`
      const isNew = this.#mkdir(child)
      await this.directory({ tree: childTree, meta: childMeta }, child, isNew)
    }
    if (isOurs || this.#options.union === 'overwrite') {
      finishDirectory(path, this.#repo.readDirMeta(meta), this.#options.userMode === true)
    }
  }

  /** Makes the directory, private until it is finished; tells whether it was not there. */
  #mkdir(path: string): boolean {
    try {
      mkdirSync(path, 0o700)
      return true
    } catch (error) {
      const mayBeThere = this.#options.union !== undefined
      const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST'
      if (!mayBeThere || !isThere || !lstatSync(path).isDirectory()) throw error
      return false
    }
  }
}
