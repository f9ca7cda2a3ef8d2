import { execFileSync, spawnSync } from 'node:child_process'

/** Whether the real ostree is there; tests that need it are skipped otherwise. */
export const hasOstree = spawnSync('ostree', ['--version']).status === 0

/** Runs the real ostree and gives its stdout; throws with its stderr when it fails. */
export function ostree(...args: string[]): string {
  return execFileSync('ostree', args, {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  }).trimEnd()
}
