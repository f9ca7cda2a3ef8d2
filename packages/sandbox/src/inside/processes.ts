import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Kills every process of the namespace but the caller, which must be its first, and returns when
 * none runs any more.
 */
export async function killAll(): Promise<void> {
  while (countRunning() > 0) {
    killOthers()
    await sleep(2)
  }
}

/** Sends SIGKILL to every process of the namespace but its first one. */
export function killOthers(): void {
  assertFirstProcess()
  try {
    process.kill(-1, 'SIGKILL')
  } catch {
    // there is none
  }
}

/** Signals to all processes are for those of the sandbox; anywhere else they would end the host's. */
export function assertFirstProcess(): void {
  if (process.pid !== 1) throw new Error('internal error: not the first process of a namespace')
}

/** Processes other than the first one that are more than a zombie. */
function countRunning(): number {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== '1' && runs(name))
    .length
}

/** proc_pid_stat(5): the state follows the command name, which may hold anything but ends with `)`. */
function runs(name: string): boolean {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
    return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z')
  } catch {
    return false
  }
}
