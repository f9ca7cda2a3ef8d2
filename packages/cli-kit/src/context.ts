import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { Environment } from './environment.js'
import { UsageError } from './errors.js'
import { type Output, writeOutput } from './output.js'
import { createProgress, type MaybeTerminal, type Progress } from './progress.js'

/** How much a command says on stderr. */
export interface Verbosity {
  readonly quiet: boolean
  readonly verbose: boolean
}

/** The three streams, the environment and the exit of the process that a command runs in. */
export interface Terminal {
  readonly stdin: AsyncIterable<Buffer> & { readonly isTTY?: boolean }
  readonly stdout: MaybeTerminal
  readonly stderr: MaybeTerminal
  readonly env: Environment
}

/** What a command's `run` is handed: everything it may do to the world outside its library. */
export interface Context {
  readonly env: Environment
  /** Aborted by SIGINT, SIGTERM and SIGHUP; libraries stop, clean up and reject. */
  readonly signal: AbortSignal
  readonly isVerbose: boolean
  /** Set to 1 where the answer is no; an error sets it by itself. */
  exitCode: number
  /** Writes one line to stdout. */
  print(line: string): Promise<void>
  /** Writes bytes or text to stdout as they are. */
  write(data: Uint8Array | string): Promise<void>
  /** A line on stderr, unless `--quiet`. */
  note(message: string): void
  /** A line on stderr with `--verbose`. */
  verbose(message: string): void
  /** A warning on stderr. */
  warn(message: string): void
  /** Shows how far the work is, on a terminal only. */
  progress(label: string, done?: number, total?: number): void
  /** Returns the bytes of a file, or of stdin for `-`. */
  openInput(path: string): AsyncIterable<Buffer>
  /** Writes a file that appears whole or not at all, or stdout for `-`. */
  writeOutput(path: string, data: Output): Promise<void>
}

/** Returns the context for one run of the tool `name`; `finish` takes the progress line away. */
export function createContext(
  name: string,
  terminal: Terminal,
  verbosity: Verbosity,
  signal: AbortSignal,
): Context & { finish(): void } {
  const { stdin, stdout, stderr, env } = terminal
  const progress: Progress = createProgress(stderr, verbosity.quiet)
  const say = (message: string) => progress.above(() => stderr.write(`${message}\n`))
  const write = async (data: Uint8Array | string) => {
    progress.clear()
    signal.throwIfAborted()
    if (!stdout.write(data)) await once(stdout, 'drain', { signal })
  }
  return {
    env,
    signal,
    isVerbose: verbosity.verbose,
    exitCode: 0,
    write,
    print: (line) => write(`${line}\n`),
    note: (message) => void (verbosity.quiet || say(message)),
    verbose: (message) => void (verbosity.verbose && say(message)),
    warn: (message) => say(`${name}: warning: ${message}`),
    progress: (label, done, total) => progress.show(label, done, total),
    openInput(path) {
      if (path !== '-') return createReadStream(path)
      if (stdin.isTTY) throw new UsageError('no input: standard input is a terminal')
      return stdin
    },
    writeOutput: (path, data) => writeOutput(path, data, write),
    finish: () => progress.stop(),
  }
}
