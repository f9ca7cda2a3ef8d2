import { spawn } from 'node:child_process'
import { inject } from 'vitest'

/** What a program left behind: its exit status and its two outputs. */
export interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Where, as whom and with what a program runs. */
export interface RunOptions {
  readonly cwd?: string
  /** The user to become; the tests' own when absent. */
  readonly user?: string
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string | Uint8Array
}

/** Returns the variables that a line of shell finds the tools, and this run's .debs, by. */
export function shellEnvironment(): Record<string, string> {
  return { PATH: `${inject('toolsPath')}:${process.env.PATH}`, POOL: inject('poolPath') }
}

/**
 * Runs a line of shell with the installed tools on PATH, and returns how it ended. A pipe fails
 * when any part of it does. $POOL is where the .debs of this run are.
 */
export function sh(line: string, options: RunOptions = {}): Promise<Outcome> {
  const { cwd, user, env, stdin } = options
  const become = user === undefined ? [] : ['runuser', '-u', user, '--']
  const [command = '', ...args] = [...become, 'bash', '-o', 'pipefail', '-c', line]
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env, ...shellEnvironment() },
  })
  child.stdin.on('error', () => {}).end(stdin ?? '')
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status) => resolve({ status, ...output }))
  })
}

/** Runs a line of shell that must succeed, and returns its stdout without the last newline. */
export async function out(line: string, options: RunOptions = {}): Promise<string> {
  const { status, stdout, stderr } = await sh(line, options)
  if (status !== 0) throw new Error(`"${line}" exited with ${status}:\n${stderr.slice(-4000)}`)
  return stdout.replace(/\n$/, '')
}
