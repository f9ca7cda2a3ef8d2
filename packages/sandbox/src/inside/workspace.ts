import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { ToolPaths } from '../host-facts.js'

/** What the names of all workspaces in a repo's tmp begin with. */
export const workspacePrefix = 'sandbox-'

/** What a run makes first once it has its workspace locked: one without it is not begun. */
export const firstDirectory = 'root'

/**
 * Deletes workspaces beside this one that nobody works in: a run that was killed leaves its own
 * behind. Each is locked for as long as any process of its run lives, so one that was begun and
 * can be locked is dead. One that is not ours to delete stays.
 */
export function sweepWorkspaces(workspace: string, tools: ToolPaths): void {
  const directory = dirname(workspace)
  for (const name of readdirSync(directory)) {
    if (!name.startsWith(workspacePrefix) || name === basename(workspace)) continue
    const stale = `${directory}/${name}`
    if (!existsSync(`${stale}/${firstDirectory}`)) continue
    spawnSync(tools.flock, ['--nonblock', `${stale}/lock`, tools.rm, '-rf', '--', stale])
  }
}

/** Deletes a directory and all in it; resolves when that is done, or cannot be. */
export function removeTree(path: string, tools: ToolPaths): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(tools.rm, ['-rf', '--one-file-system', '--', path], { stdio: 'ignore' })
    child.on('close', () => resolve()).on('error', () => resolve())
  })
}
