import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { constants } from 'node:os'
import type { BubblewrapProgram } from '../host-facts.js'
import type { Command } from '../job.js'
import { descriptors } from './bubblewrap.js'

/** How commands run in the sandbox of a job. */
export interface CommandContext {
  readonly bubblewrap: BubblewrapProgram
  /** Files in the workspace: the arguments of bwrap, and a filter for it where there is one. */
  readonly argumentsFile: string
  readonly filterFile: string | undefined
  readonly environment: Readonly<Record<string, string>>
  /** Added to it where bwrap itself is not to see it. */
  readonly innerEnvironment: Readonly<Record<string, string>>
  /** Seconds. */
  readonly timeLimit: number
}

/** Output of a command that must be silent is kept up to here. */
const shownBytes = 2000

/**
 * Runs a command to its end and returns why it failed, undefined if it did not. It has this
 * process's output stream; all that it started ends with it. When the time is over `kill` is called,
 * which must end it.
 */
export async function runCommand(
  command: Command,
  context: CommandContext,
  kill: () => void,
): Promise<string | undefined> {
  const { bubblewrap, environment, innerEnvironment, timeLimit } = context
  // both into one pipe, so that lines keep their order
  const output = command.mustBeSilent ? 'pipe' : 1
  const options = [
    ...['--args', String(descriptors.arguments)],
    ...Object.entries(innerEnvironment).flatMap(([name, value]) => ['--setenv', name, value]),
  ]
  const files = [openSync(context.argumentsFile, 'r')]
  if (context.filterFile !== undefined) {
    options.push('--seccomp', String(descriptors.seccomp))
    files.push(openSync(context.filterFile, 'r'))
  }
  const [argumentsFile, ...filter] = files
  const child = spawn(bubblewrap.path, [...options, '--', ...command.argv], {
    env: {
      ...environment,
      ...command.environment,
      ...(bubblewrap.libraries && { LD_LIBRARY_PATH: bubblewrap.libraries }),
    },
    stdio: [
      command.input === undefined ? 'ignore' : 'pipe',
      ...[output, output, argumentsFile, 'pipe', ...filter],
    ] as const,
  })
  for (const file of files) closeSync(file)
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    kill()
  }, timeLimit * 1000)
  const printed = collect([child.stdout, child.stderr])
  const statuses = collect([child.stdio[descriptors.status] as NodeJS.ReadableStream])
  child.stdin?.on('error', () => {}).end(command.input)
  const [status] = (await once(child, 'close').finally(() => clearTimeout(timer))) as [
    number | null,
  ]
  if (timedOut) return `it still ran after ${timeLimit} s`
  const shown = printed().slice(0, shownBytes).trim()
  const reason = reasonFor(status, statuses())
  if (reason !== undefined) return [reason, shown].filter(Boolean).join(': ')
  return shown === '' ? undefined : `it printed: ${shown}`
}

/** bwrap tells the exit status of what it ran, if it came so far; shells do so for a signal, too. */
function reasonFor(status: number | null, report: string): string | undefined {
  if (status === 0) return undefined
  if (status === null) return 'it was killed by SIGKILL'
  if (!report.includes('"exit-code"')) return 'bubblewrap could not start it'
  const signal = Object.entries(constants.signals).find(([, number]) => number === status - 128)
  return signal === undefined ? `exit status ${status}` : `it was killed by ${signal[0]}`
}

function collect(streams: readonly (NodeJS.ReadableStream | null)[]): () => string {
  const chunks: Buffer[] = []
  for (const stream of streams) stream?.on('data', (data: Buffer) => chunks.push(data))
  return () => Buffer.concat(chunks).toString('utf8')
}
