import { spawnSync } from 'node:child_process'
import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { openRepo, type Repo } from '@apt2ostree/ostree-repo'
import type { Command, Job, Report } from '../job.js'
import { bubblewrapArguments } from './bubblewrap.js'
import { prepareCopy } from './copy-rootfs.js'
import { makeInitialFiles, mountRootfs } from './mount-rootfs.js'
import { prepareOverlay } from './overlay-rootfs.js'
import { probeTree } from './probe-tree.js'
import { killAll, killOthers } from './processes.js'
import type { Rootfs } from './rootfs.js'
import { type CommandContext, runCommand } from './run-command.js'
import { formatSeccompFilter } from './seccomp-filter.js'
import { firstDirectory, removeTree, sweepWorkspaces } from './workspace.js'

type Tell = (report: Report) => void

/**
 * Does a job from checkout to clean-up: runs its commands in the tree, writes what they changed into
 * the repo and reports the new root, or reports the command that failed. Nothing is left in the
 * workspace and no process runs on. Throws when the sandbox itself fails.
 */
export async function runJob(job: Job, tell: Tell, signal: AbortSignal): Promise<void> {
  const { workspace, tools } = job
  process.umask(0o022)
  process.chdir(workspace)
  sweepWorkspaces(workspace, tools)
  try {
    for (const name of [firstDirectory, 'binds']) mkdirSync(name)
    const repo = openRepo(job.repo)
    const rootfs =
      job.fakeroot === undefined
        ? await prepareOverlay(job, repo)
        : await prepareCopy(job, repo, job.fakeroot)
    try {
      const made = await runInRootfs(job, repo, rootfs, tell, signal)
      if (made !== undefined) tell({ type: 'collected', root: rootfs.collect(made) })
    } finally {
      rootfs.release()
    }
  } finally {
    process.chdir('/')
    await removeTree(workspace, tools)
  }
}

/** Runs the commands; returns the paths that the sandbox itself made, undefined after a failure. */
async function runInRootfs(
  job: Job,
  repo: Repo,
  rootfs: Rootfs,
  tell: Tell,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  const { workspace, tools, work } = job
  const root = `${workspace}/root`
  try {
    const made = mountRootfs(job, repo, rootfs)
    const empty = makeInitialFiles(job, repo)
    const context = prepareCommands(job, rootfs)
    await probeTree(job, rootfs, context)
    if (!(await runCommands(work.commands, context, tell, signal))) return undefined
    await rootfs.settle()
    return [...made, ...empty.filter((path) => isEmptyFile(`${root}${path}`))]
  } finally {
    await killAll()
    spawnSync(tools.umount, ['--recursive', root])
  }
}

/** Writes what bwrap is told for each command into the workspace, which is the working directory. */
function prepareCommands(job: Job, rootfs: Rootfs): CommandContext {
  const { workspace, architectures, bubblewrap, work } = job
  const args = bubblewrapArguments({
    root: `${workspace}/root`,
    deviceBinds: rootfs.deviceBinds,
    procEntries: readdirSync('/proc'),
  })
  const filter = formatSeccompFilter(architectures)
  writeFileSync('bwrap.args', args.map((argument) => `${argument}\0`).join(''))
  if (filter !== undefined) writeFileSync('bwrap.filter', filter)
  return {
    bubblewrap,
    argumentsFile: `${workspace}/bwrap.args`,
    filterFile: filter && `${workspace}/bwrap.filter`,
    environment: work.environment,
    innerEnvironment: rootfs.environment,
    timeLimit: work.timeLimit,
  }
}

async function runCommands(
  commands: readonly Command[],
  context: CommandContext,
  tell: Tell,
  signal: AbortSignal,
): Promise<boolean> {
  signal.addEventListener('abort', killOthers)
  try {
    for (const [index, command] of commands.entries()) {
      if (signal.aborted) return false
      tell({ type: 'command', index })
      const reason = await runCommand(command, context, killOthers)
      if (reason === undefined) continue
      tell({ type: 'command-failed', index, reason })
      return false
    }
    return true
  } finally {
    signal.removeEventListener('abort', killOthers)
  }
}

function isEmptyFile(path: string): boolean {
  const status = lstatSync(path, { throwIfNoEntry: false })
  return status?.isFile() === true && status.size === 0
}
