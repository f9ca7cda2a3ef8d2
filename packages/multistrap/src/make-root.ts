import { existsSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { nativeArchitecture } from '@apt2ostree/apt-index'
import { layeredBaseKeys } from '@apt2ostree/deb2ostree'
import { type Configuration, imageOf } from '@apt2ostree/multistrap-conf'
import {
  type Checksum,
  checkoutTree,
  diffTrees,
  openOrInitRepo,
  textOf,
} from '@apt2ostree/ostree-repo'
import { ImageTree, writeTree } from '@apt2ostree/ostree-tree'
import type { Treefile } from '@apt2ostree/treefile'
import {
  type BuildContext,
  configureImage,
  lockImage,
  type StepContext,
  unionImage,
  unpackImage,
} from 'apt2ostree'
import { MultistrapCommandError } from './errors.js'
import { findHooks, runScript, type ScriptContext } from './hooks.js'
import { mountsBelow } from './mounts.js'
import { applyChanges, takeSnapshot } from './tree-changes.js'
import { writeSettings } from './write-settings.js'

/** A root directory to make, as multistrap's command line and configuration say it together. */
export interface RootPlan {
  readonly configuration: Configuration
  /** The configuration's file. */
  readonly path: string
  readonly directory: string
  readonly architecture: string
  readonly noAuth: boolean
  /** An OSTree repo whose layers are used and kept; without it, one is made and taken away. */
  readonly repo: string | undefined
}

/** What making a root may use of the world; `isRoot` can give files any owner. */
export type RootContext = StepContext &
  Pick<ScriptContext, 'onOutput' | 'onFailure'> & { readonly isRoot: boolean }

/**
 * Makes the root directory that a multistrap configuration describes: packages are locked, unpacked,
 * laid together and, unless they are of another architecture, configured; scripts and hooks run where
 * multistrap(1) has them, outside of the tree. What the directory held before stays, but for files of
 * the same name; when it was not there before and something fails, it is taken away. Throws the
 * errors of the steps, ERR_MULTISTRAP_UNDONE and
 * ERR_MULTISTRAP_MOUNT.
 */
export async function makeRoot(plan: RootPlan, context: RootContext): Promise<void> {
  refuse(plan.configuration, context)
  const directory = resolve(plan.directory)
  const isNew = !existsSync(directory)
  mkdirSync(dirname(directory), { recursive: true })
  const work = mkdtempSync(join(dirname(directory), `.${basename(directory)}-`))
  try {
    const repo = openOrInitRepo(plan.repo ?? join(work, 'repo'))
    await new RootMaker(plan, work, { ...context, repo, pool: join(work, 'pool') }).make()
  } catch (error) {
    if (isNew && existsSync(directory) && mountsBelow(realpathSync(directory)).length === 0) {
      rmSync(directory, { recursive: true, force: true })
    }
    throw error
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Names what multistrap does with a configuration and this does not. */
function refuse({ unpack, omitPreinst, sourceFolder }: Configuration, { warn }: RootContext): void {
  if (!unpack) {
    throw new MultistrapCommandError(
      'ERR_MULTISTRAP_UNDONE',
      'cannot leave packages packed, as "unpack" asks for',
      { hint: 'apt2ostree lock writes a lockfile, lockgen urls lists what to fetch for it' },
    )
  }
  if (omitPreinst !== undefined) warn('"omitpreinst" is not done: preinst scripts always run')
  if (sourceFolder !== undefined) warn('"retainsources" is not done: no package is kept')
}

/** Returns the configuration with what the command line says instead. */
export function withOptions(plan: RootPlan): Configuration {
  const { configuration, path, architecture, noAuth } = plan
  return {
    ...configuration,
    architecture: { path, line: 1, value: architecture },
    noAuth: noAuth || configuration.noAuth,
  }
}

class RootMaker {
  readonly #plan: RootPlan
  readonly #directory: string
  readonly #work: string
  readonly #context: BuildContext & RootContext
  readonly #image: Treefile

  constructor(plan: RootPlan, work: string, context: BuildContext & RootContext) {
    this.#plan = plan
    this.#directory = resolve(plan.directory)
    this.#work = work
    this.#context = context
    this.#image = { ...imageOf(withOptions(plan), plan.path), lockfile: join(work, 'lock') }
  }

  async make(): Promise<void> {
    const { configuration, architecture } = this.#plan
    const { ignoreNativeArchitecture } = configuration
    const isNative = architecture === nativeArchitecture() && !ignoreNativeArchitecture
    const hooks = findHooks(configuration.hookFolders.map(({ value }) => value))
    const native = isNative ? hooks.native : []
    const unpacked = await this.#unpack()
    const early = [
      ...[configuration.setupScript?.value ?? []].flat().map((path) => [path, architecture]),
      ...hooks.download.map((path) => [path]),
      ...native.map((path) => [path, 'start']),
    ]
    const changed =
      early.length === 0 ? { commit: unpacked, restore() {} } : await this.#change(unpacked, early)
    if (isNative) {
      const { checksum } = await configureImage(this.#image, changed.commit, this.#context)
      if (early.length > 0) this.#removeStale(changed.commit, checksum)
      await this.#checkOut(checksum)
    } else if (early.length === 0) await this.#checkOut(unpacked)
    changed.restore()
    for (const path of native) await this.#run(path, 'end')
    const foreign = configuration.foreignArchitectures.map(({ value }) => value)
    const listed = foreign.length > 0 ? foreign : [architecture]
    writeSettings(configuration, listed, this.#directory)
    for (const path of hooks.completion) await this.#run(path)
  }

  async #unpack(): Promise<Checksum> {
    const { lock } = await lockImage(this.#image, this.#context)
    const layers = await unpackImage({ image: this.#image, lock }, this.#context)
    return (await unionImage(this.#image, layers, this.#context)).checksum
  }

  /** Runs scripts on a checkout in the root directory; returns a commit of what they leave. */
  async #change(
    unpacked: Checksum,
    scripts: readonly (readonly string[])[],
  ): Promise<{ commit: Checksum; restore(): void }> {
    const { repo } = this.#context
    await this.#checkOut(unpacked)
    const before = takeSnapshot(this.#directory)
    for (const [path = '', ...args] of scripts) await this.#run(path, ...args)
    await this.#refuseMounts(scripts)
    const tree = new ImageTree(repo, repo.readRoot(unpacked))
    const aside = join(this.#work, 'aside')
    const asRoot = this.#context.isRoot
    const special = applyChanges(tree, this.#directory, before, { asRoot, aside })
    // what the scripts changed is in none of the layers that the commit was made of
    const metadata = new Map(repo.readCommit(unpacked).metadata)
    for (const key of layeredBaseKeys) metadata.delete(key)
    const commit = await repo.transaction((transaction) => {
      const root = writeTree(tree, transaction)
      return transaction.writeCommit({ rootTree: root.tree, rootMeta: root.meta, metadata })
    })
    return {
      commit,
      restore: () => {
        for (const path of special) {
          mkdirSync(join(this.#directory, dirname(path)), { recursive: true })
          renameSync(join(aside, path), join(this.#directory, path))
        }
      },
    }
  }

  /** Packages are configured in a place of their own, where a mount in the directory is not seen. */
  async #refuseMounts(scripts: readonly (readonly string[])[]): Promise<void> {
    const [mount] = mountsBelow(realpathSync(this.#directory))
    if (mount === undefined) return
    for (const [path = '', state] of scripts) if (state === 'start') await this.#run(path, 'end')
    throw new MultistrapCommandError(
      'ERR_MULTISTRAP_MOUNT',
      `cannot configure packages: a hook has mounted "${mount}"`,
      { hint: 'scripts of packages have a /proc, /sys and /dev without it' },
    )
  }

  async #checkOut(commit: Checksum): Promise<void> {
    const { repo, signal, isRoot } = this.#context
    const options = { union: 'overwrite', copy: true, userMode: !isRoot, signal } as const
    await checkoutTree(repo, commit, this.#directory, options)
  }

  /** Takes away what is in the one tree and not in the other, such as new conffiles in waiting. */
  #removeStale(from: Checksum, to: Checksum): void {
    const { repo } = this.#context
    for (const { kind, entry } of diffTrees(repo, repo.readRoot(from), repo.readRoot(to))) {
      if (kind !== 'removed') continue
      rmSync(join(this.#directory, textOf(entry.path)), { recursive: true, force: true })
    }
  }

  /** multistrap names the directory with a slash at the end. */
  async #run(path: string, ...args: string[]): Promise<void> {
    await runScript(resolve(path), [`${this.#directory}/`, ...args], this.#context)
  }
}
