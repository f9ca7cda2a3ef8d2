import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { SandboxError } from '../errors.js'
import { type FakedFile, formatFakedState, parseFakedState } from './faked-state.js'

/** The daemon that remembers for programs under libfakeroot what they believe of files. */
export interface Faked {
  /** The value of FAKEROOTKEY for programs that are to ask it. */
  readonly key: string
  /** Ends it and returns all that it remembers. */
  stop(): Promise<FakedFile[]>
}

/** Starts faked with what it is to believe from the start. `statePath` is where it saves. */
export async function startFaked(
  program: string,
  files: Iterable<FakedFile>,
  statePath: string,
): Promise<Faked> {
  const options = ['--foreground', '--load', '--save-file', statePath]
  const child = spawn(program, options, { stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = once(child, 'close')
  child.stdin.on('error', () => {}).end(formatFakedState(files))
  const [first] = await Promise.race([once(child.stdout, 'data'), ended])
  const [, key] = /^(\d+):\d+/.exec(String(first)) ?? []
  if (key === undefined) {
    throw new SandboxError('ERR_SANDBOX_SETUP', `cannot prepare the sandbox: ${program} ended`)
  }
  return {
    key,
    async stop() {
      child.kill('SIGTERM')
      await ended
      return parseFakedState(readFileSync(statePath, 'latin1'))
    },
  }
}
