import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { SandboxError, type SandboxErrorCode } from './errors.js'
import { abortRequest, type Job, type Report, type SentError } from './job.js'
import { namespaceOptions } from './namespaces.js'

/** Built even where the rest runs from sources: Node runs no TypeScript. */
const program = fileURLToPath(new URL('../dist/inside.js', import.meta.url))

/** What a caller hears while the inner program works. */
export interface Listener {
  readonly signal: AbortSignal | undefined
  onCommand(index: number): void
  onOutput(chunk: Buffer): void
}

/** How a job ended, when the sandbox itself did not fail. */
export type Outcome = Extract<Report, { type: 'collected' | 'command-failed' }>

/**
 * Runs the inner program in namespaces of its own and returns how its job ended, after all its
 * processes are gone. Throws what the inner program reports, ERR_SANDBOX_LOST when it ends without
 * a report, and the signal's reason.
 */
export async function runInnerProgram(job: Job, listener: Listener): Promise<Outcome> {
  const child = start(job)
  const stop = () => child.connected && child.send(abortRequest)
  listener.signal?.addEventListener('abort', stop)
  let outcome: Outcome | undefined
  let failure: Error | undefined
  const complaints: Buffer[] = []
  child.stdout?.on('data', (chunk: Buffer) => listener.onOutput(chunk))
  child.stderr?.on('data', (chunk: Buffer) => complaints.push(chunk))
  child.on('message', (report: Report) => {
    if (report.type === 'command') listener.onCommand(report.index)
    else if (report.type === 'failed') failure = asError(report.error)
    else outcome = report
  })
  // When it is gone before it was told the job, its end says why, not the broken pipe.
  child.once('spawn', () => child.send(job, () => {}))
  await once(child, 'close').finally(() => listener.signal?.removeEventListener('abort', stop))
  listener.signal?.throwIfAborted()
  if (failure !== undefined) throw failure
  if (outcome === undefined) throw lost(Buffer.concat(complaints).toString('utf8').trim())
  return outcome
}

/**
 * The output of commands goes through a pipe that the shell makes, for Node's are sockets, which
 * nobody can open by the name of /dev/stderr.
 */
const throughPipe = ['-c', '"$@" | cat 3>&-', 'sh']

/** The lock is held as long as any process of the run lives; it is what tells a stale workspace. */
function start({ tools, workspace, backend, subordinateIds }: Job): ChildProcess {
  const lock = ['--no-fork', '--nonblock', `${workspace}/lock`]
  return fork(program, {
    execPath: '/bin/sh',
    execArgv: [
      ...throughPipe,
      tools.flock,
      ...lock,
      tools.unshare,
      ...namespaceOptions(backend, subordinateIds),
      '--',
      execPath,
    ],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    detached: true,
  })
}

/** One of ours is of our class again, one of the system keeps what tells what failed. */
function asError({ message, hint, ...facts }: SentError): Error {
  return facts.code?.startsWith('ERR_SANDBOX_')
    ? new SandboxError(facts.code as SandboxErrorCode, message, { hint })
    : Object.assign(new Error(message), facts, hint === undefined ? {} : { hint })
}

/** What unshare(1) and newuidmap(1) say before the inner program is there goes into the message. */
function lost(complaint: string): SandboxError {
  const reason = complaint === '' ? 'its first process was killed' : complaint
  const hint = /unshare: /.test(complaint)
    ? 'namespaces are forbidden here; a container needs to be told, for example: docker run --privileged'
    : undefined
  return new SandboxError('ERR_SANDBOX_LOST', `cannot run the sandbox: ${reason}`, { hint })
}
