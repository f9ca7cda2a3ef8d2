import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What one run of a command cost, all its processes together. */
export interface Cost {
  /** Seconds from start to end. */
  readonly wall: number
  /** Seconds of user and system time. */
  readonly cpu: number
  /** Bytes that its largest process held at most. */
  readonly memory: number
}

/**
 * Runs a line of shell with GNU time and returns what it cost.
 * @throws Error with the end of its output when it exits with anything but 0.
 */
export async function measure(line: string, env: NodeJS.ProcessEnv): Promise<Cost> {
  const folder = mkdtempSync(join(tmpdir(), 'measure-'))
  const report = join(folder, 'time')
  try {
    await run(
      ['time', '-f', '%e %U %S %M', '-o', report, 'bash', '-o', 'pipefail', '-c', line],
      env,
    )
    const [wall = 0, user = 0, system = 0, kib = 0] = readFileSync(report, 'utf8')
      .split(' ')
      .map(Number)
    return { wall, cpu: user + system, memory: kib * 1024 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Runs a line of shell that prepares a run and is not timed. */
export async function prepare(line: string, env: NodeJS.ProcessEnv): Promise<void> {
  await run(['bash', '-o', 'pipefail', '-c', line], env)
}

function run([command = '', ...args]: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-4000)
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status) => {
      if (status === 0) resolve()
      else reject(new Error(`"${args.at(-1)}" exited with ${status}:\n${stderr}`))
    })
  })
}
