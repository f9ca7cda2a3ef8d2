import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import type { Checksum, Repo, Transaction, TreeRef } from '@apt2ostree/ostree-repo'
import { type Backend, chooseBackend, type Mode } from './backend.js'
import { CommandFailedError, SandboxError } from './errors.js'
import { foreignPrograms, readHostArchitecture } from './foreign-programs.js'
import { type BubblewrapProgram, type HostFacts, readHostFacts } from './host-facts.js'
import { runInnerProgram } from './inner-program.js'
import { workspacePrefix } from './inside/workspace.js'
import type { Command, Work } from './job.js'
import { createOutputTail } from './output-tail.js'
import { readTreeArchitecture } from './tree-architecture.js'

/** What to run on which tree, and who wants to hear of it. */
export interface ChangeTreeOptions {
  readonly repo: Repo
  /** The transaction that the new objects belong to; it must be open until the promise settles. */
  readonly transaction: Transaction
  /** The commit whose tree the commands start from. */
  readonly rev: Checksum
  readonly work: Work
  readonly mode?: Mode
  /**
   * A commit that holds the libfakeroot package of the tree's own release and architecture, for
   * backend `fakeroot` to use instead of the host's. It is no part of the resulting tree.
   */
  readonly fakeroot?: Checksum
  /** To use where this host has none. */
  readonly bubblewrap?: BubblewrapProgram
  readonly signal?: AbortSignal
  /** Called with the backend that was taken, and why. */
  readonly onBackend?: (backend: Backend, reason: string) => void
  /** Called before each command. */
  readonly onCommand?: (label: string, index: number, total: number) => void
  /** Called with all that the commands print, as it comes. */
  readonly onOutput?: (chunk: Buffer) => void
}

/**
 * Runs commands in the tree of a commit and returns the root of the tree that they leave behind,
 * whose new objects are in the transaction. No network, no device, no process and no file of the
 * host is in their reach, as SECURITY.md has it; the repo's own objects stay as they are. When a
 * command fails, or `signal` is aborted, everything is cleaned up first. Throws ERR_SANDBOX_UNAVAILABLE,
 * ERR_SANDBOX_FOREIGN, ERR_SANDBOX_SETUP, ERR_SANDBOX_COLLECT, ERR_SANDBOX_LOST and
 * {@link CommandFailedError}.
 */
export async function changeTree(options: ChangeTreeOptions): Promise<TreeRef> {
  const { repo, transaction, rev, work, mode = 'auto', signal, onCommand, onOutput } = options
  signal?.throwIfAborted()
  const facts = readHostFacts()
  const chosen = chooseBackend(mode, facts)
  const { backend } = chosen
  options.onBackend?.(backend, chosen.reason)
  const { tools, subordinateIds } = facts
  const fakeroot = backend === 'fakeroot' ? facts.fakeroot : undefined
  const bubblewrap = requireBubblewrap(facts.bubblewrap ?? options.bubblewrap)
  const [host, tree] = [readHostArchitecture(), readTreeArchitecture(repo, rev)]
  const foreign = foreignPrograms(tree, host)
  const path = realpathSync(repo.path)
  const workspace = mkdtempSync(`${path}/tmp/${workspacePrefix}`)
  const tail = createOutputTail()
  const commandAt = (index: number) => work.commands[index] as Command
  try {
    const job = {
      backend,
      tools,
      bubblewrap,
      architectures: { ...(host && { host }), ...(tree && { tree }) },
      subordinateIds,
      ...(fakeroot && {
        fakeroot: { ...fakeroot, ...(options.fakeroot && { layer: options.fakeroot }) },
      }),
      ...(foreign && { foreign }),
      repo: path,
      transaction: transaction.handle,
      workspace,
      ...(repo.mode !== 'archive' && { kept: `${path}/${keptCheckouts(backend, facts)}` }),
      rev,
      work,
    }
    const report = await runInnerProgram(job, {
      signal,
      onCommand: (index) => onCommand?.(commandAt(index).label, index, work.commands.length),
      onOutput(chunk) {
        tail.add(chunk)
        onOutput?.(chunk)
      },
    })
    if (report.type === 'collected') return report.root
    const { index, reason } = report
    throw new CommandFailedError({ command: commandAt(index), reason, output: tail.lines() })
  } finally {
    // another run may be sweeping it at the same time
    rmSync(workspace, { recursive: true, force: true, maxRetries: 3 })
  }
}

function requireBubblewrap(program: BubblewrapProgram | undefined): BubblewrapProgram {
  if (program !== undefined) return program
  throw new SandboxError(
    'ERR_SANDBOX_UNAVAILABLE',
    'cannot run anything in a sandbox: there is no bwrap on this host',
    { hint: 'run: apt-get install bubblewrap' },
  )
}

/**
 * Where in a repo checkouts wait for the next run: libostree clears its tmp of old files but for the
 * directory `cache`. Whoever sees owners in another way has a place of their own. In a repo of
 * compressed files nothing is kept, for a checkout would be a second copy.
 */
function keptCheckouts(backend: Backend, { uid, subordinateIds }: HostFacts): string {
  const { uids, gids } = subordinateIds
  const ids = backend === 'root' ? [] : [uid, uids.first, gids.first]
  return `tmp/cache/checkouts/${[backend, ...ids].join('-')}`
}
