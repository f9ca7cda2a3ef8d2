import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { inject } from 'vitest'

/** What runs in a session, and where. */
interface Process {
  readonly pid: number
  readonly session: number
  readonly command: string
}

/**
 * Runs a line of shell, and kills all that came of it with SIGKILL some time after a program
 * appeared whose command line holds `program`. Returns whether it did: false when the line ended first.
 */
export async function killInTheMiddle(
  line: string,
  { cwd, program, afterMs }: { cwd: string; program: string; afterMs: number },
): Promise<boolean> {
  const path = `${inject('toolsPath')}:${process.env.PATH}`
  const env = { ...process.env, PATH: path }
  // a session of its own: ninja gives each step a process group
  const child = spawn('sh', ['-c', line], { cwd, env, detached: true, stdio: 'ignore' })
  const ended = new Promise((resolve) => child.once('close', resolve))
  const own = () => processes().filter(({ session }) => session === child.pid)
  while (child.exitCode === null) {
    if (own().some(({ command }) => command.includes(program))) {
      await setTimeout(afterMs)
      const victims = own()
      for (const { pid } of victims) kill(pid)
      await ended
      return victims.length > 0
    }
    await setTimeout(10)
  }
  return false
}

function processes(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const [, rest = ''] = readFileSync(`/proc/${name}/stat`, 'latin1').split(/\) (?=\S )/)
      const command = readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ')
      return [{ pid: Number(name), session: Number(rest.split(' ')[3]), command }]
    } catch {
      return [] // no process, or none any more
    }
  })
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it ended by itself
  }
}
