import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { shellEnvironment } from './run.js'

/** What ends a command before it is done. */
export type Ending = 'SIGINT' | 'SIGINT twice' | 'SIGTERM' | 'SIGHUP' | 'SIGKILL'

/** How long a command may take to clean up. */
const PATIENCE_MS = 120_000

/**
 * Runs a command line in a pseudo-terminal of its own and ends it after some time; returns the exit
 * status that a shell gives it, and what the terminal showed. SIGINT comes as a person sends it: by Ctrl-C,
 * to all that runs in the terminal. SIGKILL goes to the program alone.
 */
export async function endEarly(
  line: string,
  {
    cwd,
    env,
    ending,
    afterMs,
  }: { cwd: string; env: Record<string, string>; ending: Ending; afterMs: number },
): Promise<{ status: number | null; shown: string }> {
  const pidFile = join(env.TMPDIR ?? '', '..', 'pid')
  rmSync(pidFile, { force: true })
  // without a width there is no progress line, which has its own view of signals
  const script = `stty cols 100 && echo $$ > '${pidFile}' && exec ${line}`
  const child = spawn('script', ['-qec', script, '/dev/null'], {
    cwd,
    env: { ...shellEnvironment(), TERM: 'xterm', ...env },
    detached: true,
  })
  let shown = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  })
  while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') await sleep(5)
  const pid = Number(readFileSync(pidFile, 'utf8'))
  await Promise.race([sleep(afterMs), ended])
  if (ending === 'SIGINT' || ending === 'SIGINT twice') {
    child.stdin.on('error', () => {}).write('\x03')
    if (ending === 'SIGINT twice') {
      await sleep(30)
      child.stdin.write('\x03')
    }
  } else {
    kill(pid, ending)
  }
  const timer = setTimeout(() => kill(pid, 'SIGKILL'), PATIENCE_MS)
  const status = await ended
  clearTimeout(timer)
  return { status, shown }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // it ended by itself
  }
}
