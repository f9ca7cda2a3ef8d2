import { spawnSync } from 'node:child_process'
import { lstatSync } from 'node:fs'
import { checkoutTree, joinTransaction, openRepo } from '@apt2ostree/ostree-repo'
import type { Job, Report } from '../job.js'
import { collectChanges } from './collect-changes.js'
import { hasFolder, makeFile, mountTree } from './mount-tree.js'
import { killAll, killOthers } from './processes.js'
import { runCommand } from './run-command.js'
import { readUpper } from './upper-entry.js'
import { prepareWorkspace, removeTree, sweepWorkspaces } from './workspace.js'

type Tell = (report: Report) => void

/**
 * Does a job from checkout to clean-up: runs its commands in an overlay over the tree, writes what
 * they changed into the repo and reports the new root, or reports the command that failed. Nothing
 * is left in the workspace and no process runs on. Throws when the sandbox itself fails.
 */
export async function runJob(job: Job, tell: Tell, signal: AbortSignal): Promise<void> {
  const { workspace, tools } = job
  process.umask(0o022)
  spawnSync(tools.hostname, ['localhost'])
  sweepWorkspaces(workspace, tools)
  prepareWorkspace(workspace)
  try {
    const repo = openRepo(job.repo)
    await checkoutTree(repo, job.rev, `${workspace}/lower`)
    const made = await runInOverlay(job, tell, signal)
    if (made === undefined) return
    const removed = removeTree(`${workspace}/lower`, tools)
    process.chdir(workspace)
    const collection = {
      repo,
      writer: joinTransaction(job.repo, job.transaction),
      omitted: new Set(made.map((path) => `upper${path}`)),
    }
    const root = collectChanges(collection, repo.readRoot(job.rev), readUpper('upper', ''))
    tell({ type: 'collected', root })
    await removed
  } finally {
    await removeTree(workspace, tools)
  }
}

/** Runs the commands; returns the paths that the sandbox itself made, undefined after a failure. */
async function runInOverlay(
  job: Job,
  tell: Tell,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  const { workspace, tools, work } = job
  const root = `${workspace}/root`
  try {
    const scaffolding = mountTree(job)
    const placeholders = (work.placeholders ?? []).filter(
      (path) => hasFolder(root, path) && makeFile(root, path),
    )
    if (!(await runCommands(job, root, tell, signal))) return undefined
    return [...scaffolding, ...placeholders.filter((path) => isEmptyFile(`${root}${path}`))]
  } finally {
    await killAll(`${root}/proc`)
    spawnSync(tools.umount, ['--recursive', root])
  }
}

async function runCommands(
  { tools, work }: Job,
  root: string,
  tell: Tell,
  signal: AbortSignal,
): Promise<boolean> {
  const { environment, timeLimit, commands } = work
  signal.addEventListener('abort', killOthers)
  for (const [index, command] of commands.entries()) {
    if (signal.aborted) return false
    tell({ type: 'command', label: command.label, index })
    const chamber = { root, tools, environment, timeLimit }
    const reason = await runCommand(command, chamber, killOthers)
    if (reason !== undefined) {
      tell({ type: 'command-failed', label: command.label, reason })
      return false
    }
  }
  return true
}

function isEmptyFile(path: string): boolean {
  const status = lstatSync(path, { throwIfNoEntry: false })
  return status?.isFile() === true && status.size === 0
}
