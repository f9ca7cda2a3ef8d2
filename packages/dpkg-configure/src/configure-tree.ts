import type { Checksum, Repo } from '@apt2ostree/ostree-repo'
import { type Backend, changeTree, type Mode } from '@apt2ostree/sandbox'
import { configuredMetadata, newAnswers, releaseDate } from './commit-metadata.js'
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
  /** Seconds that one step may take; an hour when not given. */
  readonly timeLimit?: number
  readonly signal?: AbortSignal
  readonly onBackend?: (backend: Backend, reason: string) => void
  /** Called before each step: a preinst, dpkg, the clean-up. */
  readonly onStep?: (label: string, index: number, total: number) => void
  /** Called with all that scripts and dpkg print. */
  readonly onOutput?: (chunk: Buffer) => void
}

const anHour = 3600

/**
 * Configures an unpacked tree as apt and dpkg would have on a machine of its own, and returns the
 * commit of the result: no parent, timestamp 0, only what changed is written. The same commit and
 * answers give the same checksum whoever runs it. Throws ERR_DPKG_CONFIGURE_TREE,
 * {@link ScriptFailedError}, and the sandbox's errors; then nothing is kept but the log.
 */
export async function configureTree(options: ConfigureTreeOptions): Promise<Checksum> {
  const { repo, branch, debconf = [], timeLimit = anHour, signal } = options
  const rev = repo.resolveRev(options.rev)
  const unpacked = repo.readCommit(rev)
  const { sourceDateEpoch = releaseDate(unpacked) } = options
  const work = planStageTwo(readUnpackedSystem(repo, rev), {
    debconf: newAnswers(unpacked, debconf),
    sourceDateEpoch,
    timeLimit,
  })
  const script = createScriptOutput()
  const log = createRunLog()
  try {
    return await repo.transaction(async (transaction) => {
      const root = await changeTree({
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
      })
      const commit = transaction.writeCommit({
        rootTree: root.tree,
        rootMeta: root.meta,
        metadata: configuredMetadata(rev, unpacked, { debconf, sourceDateEpoch }),
      })
      if (branch !== undefined) transaction.setRef(branch, commit)
      return commit
    })
  } catch (error) {
    throw explainFailure(error, script, log)
  }
}
