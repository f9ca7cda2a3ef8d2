import { readLayeredBase } from '@apt2ostree/deb2ostree'
import type { Checksum, Repo, TreeRef } from '@apt2ostree/ostree-repo'
import { type Backend, changeTree, type Mode } from '@apt2ostree/sandbox'
import { configuredMetadata, newAnswers, releaseDate } from './commit-metadata.js'
import { type StartingPoint, startFromBase } from './configured-base.js'
import { explainFailure } from './explain-failure.js'
import { createRunLog } from './run-log.js'
import { createScriptOutput } from './script-output.js'
import { planStageTwo } from './stage-two.js'
import { readUnpackedSystem } from './unpacked-system.js'

/** What to configure, how, and who wants to hear of it. */
export interface ConfigureTreeOptions {
  readonly repo: Repo
  /** The commit of the unpacked tree. */
  readonly rev: string
  /** The ref that is moved to the configured commit in the end; none without it. */
  readonly branch?: string
  readonly mode?: Mode
  /**
   * A commit of the libfakeroot package that fits the tree, for backend `fakeroot` to use instead of
   * this host's. The result is the same with any that loads.
   */
  readonly fakeroot?: string
  /** Answers to debconf questions: texts as debconf-set-selections(1) reads them. */
  readonly debconf?: readonly string[]
  /**
   * The date that scripts take for now, in seconds since 1970-01-01 UTC; that of the newest release
   * in the unpacked commit when not given.
   */
  readonly sourceDateEpoch?: number
  /**
   * Whether scripts may make an initramfs, true when not given. False for an image that gets its own in
   * the end: hooks and triggers would make two that nobody boots.
   */
  readonly initramfs?: boolean
  /** Seconds that one step may take; an hour when not given. */
  readonly timeLimit?: number
  /** Whether the base is configured though the repo has it; then it is not kept either. */
  readonly anew?: boolean
  readonly signal?: AbortSignal
  /** Called with the base that the tree is laid on, if it has one. */
  readonly onBase?: (base: BaseInUse) => void
  readonly onBackend?: (backend: Backend, reason: string) => void
  /** Called before each step: a preinst, dpkg, the clean-up. */
  readonly onStep?: (label: string, index: number, total: number) => void
  /** Called with all that scripts and dpkg print. */
  readonly onOutput?: (chunk: Buffer) => void
}

/** The tree of the packages that every system has, on which the others are laid. */
export interface BaseInUse {
  /** The ref that has it, or is to have it. */
  readonly ref: string
  /** Whether it was configured before. */
  readonly isThere: boolean
  /** False where its packages are given answers: then only images that give the same ones have it. */
  readonly isShared: boolean
}

const anHour = 3600

/**
 * Configures an unpacked tree as apt and dpkg would have on a machine of its own, and returns the
 * commit of the result: no parent, timestamp 0, only what changed is written. What every system has is
 * configured first, for all trees that have it, and the rest is unpacked on that. The same commit and
 * answers give the same checksum whoever runs it. Throws ERR_DPKG_CONFIGURE_TREE, …_LAYERS,
 * {@link ScriptFailedError}, and the sandbox's errors; then nothing is kept but the log and the base.
 */
export async function configureTree(options: ConfigureTreeOptions): Promise<Checksum> {
  const { repo, branch, debconf = [], initramfs = true } = options
  const rev = repo.resolveRev(options.rev)
  const unpacked = repo.readCommit(rev)
  const { sourceDateEpoch = releaseDate(unpacked) } = options
  const parts = readLayeredBase(unpacked)
  const start =
    parts === undefined
      ? { rev, answers: newAnswers(unpacked, debconf) }
      : await startFromBase(rev, parts, sourceDateEpoch, {
          ...options,
          configure: (base, ref, answers) => {
            const { branch: _, sourceDateEpoch: _date, initramfs: _initramfs, ...rest } = options
            return configureTree({
              ...rest,
              rev: base,
              debconf: answers,
              ...(ref && { branch: ref }),
            })
          },
        })
  const root = await runStageTwo(start, sourceDateEpoch, options)
  return repo.transaction((transaction) => {
    const commit = transaction.writeCommit({
      rootTree: root.tree,
      rootMeta: root.meta,
      metadata: configuredMetadata(rev, unpacked, { debconf, sourceDateEpoch, initramfs }),
    })
    if (branch !== undefined) transaction.setRef(branch, commit)
    return commit
  })
}

/** Runs what configures a tree, and returns the tree that this leaves. */
async function runStageTwo(
  { rev, answers }: StartingPoint,
  sourceDateEpoch: number,
  options: ConfigureTreeOptions,
): Promise<TreeRef> {
  const { repo, initramfs = true, timeLimit = anHour, signal } = options
  const system = readUnpackedSystem(repo, rev)
  const work = planStageTwo(system, { debconf: answers, sourceDateEpoch, initramfs, timeLimit })
  const script = createScriptOutput()
  const log = createRunLog()
  try {
    return await repo.transaction((transaction) =>
      changeTree({
        repo,
        transaction,
        rev,
        work,
        mode: options.mode ?? 'auto',
        ...(options.fakeroot && { fakeroot: repo.resolveRev(options.fakeroot) }),
        ...(signal && { signal }),
        ...(options.onBackend && { onBackend: options.onBackend }),
        ...(options.onStep && { onCommand: options.onStep }),
        onOutput(chunk) {
          log.write(chunk)
          script.add(chunk)
          options.onOutput?.(chunk)
        },
      }),
    )
  } catch (error) {
    throw explainFailure(error, script, log)
  }
}
