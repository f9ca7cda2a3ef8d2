import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { ToolPaths } from '../host-facts.js'
import type { Command } from '../job.js'
import { boundingSet } from '../namespaces.js'

/** Where and how commands run. */
export interface Chamber {
  /** The directory that is their root. */
  readonly root: string
  readonly tools: ToolPaths
  readonly environment: Readonly<Record<string, string>>
  /** Put before each command line. */
  readonly wrapper: readonly string[]
  /** Seconds. */
  readonly timeLimit: number
}

/** Output of a command that must be silent is kept up to here. */
const shownBytes = 2000

/**
 * Runs a command to its end and returns why it failed, undefined if it did not. It has a session
 * of its own (no terminal), few capabilities, and this process's output streams. When the time is
 * over `kill` is called, which must end it.
 */
export async function runCommand(
  command: Command,
  { root, tools, environment, wrapper, timeLimit }: Chamber,
  kill: () => void,
): Promise<string | undefined> {
  const enter = [
    '--bounding-set',
    boundingSet,
    '--',
    tools.unshare,
    `--root=${root}`,
    '--wd=/',
    '--',
  ]
  // both into one pipe, so that lines keep their order
  const output = command.mustBeSilent ? 'pipe' : 1
  const child = spawn(tools.setpriv, [...enter, ...wrapper, ...command.argv], {
    cwd: '/',
    env: { ...environment, ...command.environment },
    stdio: [command.input === undefined ? 'ignore' : 'pipe', output, output],
    detached: true,
  })
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    kill()
  }, timeLimit * 1000)
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data: Buffer) => chunks.push(data))
  }
  child.stdin?.on('error', () => {}).end(command.input)
  const [status, signal] = (await once(child, 'close').finally(() => clearTimeout(timer))) as [
    number | null,
    NodeJS.Signals | null,
  ]
  const printed = Buffer.concat(chunks).subarray(0, shownBytes).toString('utf8').trim()
  if (timedOut) return `it still ran after ${timeLimit} s`
  if (signal !== null) return `it was killed by ${signal}`
  if (status !== 0) return [`exit status ${status}`, printed].filter(Boolean).join(': ')
  return printed === '' ? undefined : `it printed: ${printed}`
}
