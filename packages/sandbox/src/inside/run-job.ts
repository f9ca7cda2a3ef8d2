import { spawnSync } from 'node:child_process'
import { lstatSync, mkdirSync } from 'node:fs'
import { openRepo } from '@apt2ostree/ostree-repo'
import type { Command, Job, Report } from '../job.js'
import { prepareCopy } from './copy-stage.js'
import { hasFolder, makeFile, mountTree } from './mount-tree.js'
import { prepareOverlay } from './overlay-stage.js'
import { probeTree } from './probe-tree.js'
import { killAll, killOthers } from './processes.js'
import { type Chamber, runCommand } from './run-command.js'
import type { Stage } from './stage.js'
import { firstFolder, removeTree, sweepWorkspaces } from './workspace.js'

type Tell = (report: Report) => void

/**
 * Does a job from checkout to clean-up: runs its commands in an overlay over the tree, writes what
 * they changed into the repo and reports the new root, or reports the command that failed. Nothing
 * is left in the workspace and no process runs on. Throws when the sandbox itself fails.
 */
export async function runJob(job: Job, tell: Tell, signal: AbortSignal): Promise<void> {
  const { workspace, tools } = job
  process.umask(0o022)
  process.chdir(workspace)
  spawnSync(tools.hostname, ['localhost'])
  sweepWorkspaces(workspace, tools)
  try {
    for (const name of [firstFolder, 'masks']) mkdirSync(name)
    const stage = await prepareStage(job)
    try {
      const made = await runOnStage(job, stage, tell, signal)
      if (made !== undefined) tell({ type: 'collected', root: stage.collect(made) })
    } finally {
      stage.release()
    }
  } finally {
    process.chdir('/')
    await removeTree(workspace, tools)
  }
}

function prepareStage(job: Job): Promise<Stage> {
  const repo = openRepo(job.repo)
  return job.fakeroot === undefined
    ? prepareOverlay(job, repo)
    : prepareCopy(job, repo, job.fakeroot)
}

/** Runs the commands; returns the paths that the sandbox itself made, undefined after a failure. */
async function runOnStage(
  job: Job,
  stage: Stage,
  tell: Tell,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  const { workspace, tools, work } = job
  const root = `${workspace}/root`
  try {
    const scaffolding = mountTree(job, stage)
    const placeholders = (work.placeholders ?? []).filter(
      (path) => hasFolder(root, path) && makeFile(root, path),
    )
    const { environment, timeLimit } = work
    const chamber = { root, tools, environment, timeLimit, wrapper: stage.wrapper }
    await probeTree(job, stage, chamber)
    if (!(await runCommands(work.commands, chamber, tell, signal))) return undefined
    await stage.settle()
    return [...scaffolding, ...placeholders.filter((path) => isEmptyFile(`${root}${path}`))]
  } finally {
    await killAll(`${root}/proc`)
    spawnSync(tools.umount, ['--recursive', root])
  }
}

async function runCommands(
  commands: readonly Command[],
  chamber: Chamber,
  tell: Tell,
  signal: AbortSignal,
): Promise<boolean> {
  signal.addEventListener('abort', killOthers)
  try {
    for (const [index, command] of commands.entries()) {
      if (signal.aborted) return false
      tell({ type: 'command', label: command.label, index })
      const reason = await runCommand(command, chamber, killOthers)
      if (reason === undefined) continue
      tell({ type: 'command-failed', label: command.label, reason })
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
