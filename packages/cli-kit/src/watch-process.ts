import { constants } from 'node:os'
import type { Writable } from 'node:stream'
import { reportError } from './errors.js'

/** What a run needs of `process`: its signals, its outputs, its exit status. */
export interface WatchedProcess {
  readonly pid: number
  readonly stdout: Writable
  readonly stderr: Writable
  exitCode?: number | string | null | undefined
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown
  kill(pid: number, signal: NodeJS.Signals): unknown
}

/** A run of a tool, and what may end it from outside. */
export interface Watch {
  /** Aborted by a signal, and when standard output takes no more. */
  readonly signal: AbortSignal
  /** Sets the exit status of a run that came to `status` unless something ended it. */
  finish(status: number): void
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Returns a watch over what ends a run of the tool `name` before its work is done. The first signal
 * has it stop and clean up; the second SIGINT, of an impatient person, says so, and the third leaves
 * everything as it is. A standard output that is full is an error; one whose reader left is none.
 */
export function watchProcess(name: string, process: WatchedProcess): Watch {
  const abort = new AbortController()
  let ending: { readonly status: number; readonly message?: string } | undefined
  let interrupts = 0
  let finished = false
  const say = (message: string) => process.stderr.write(`${name}: ${message}\n`)
  const end = (cause: Error, status: number, message?: string) => {
    if (ending !== undefined) return
    ending = { status, ...(message !== undefined && { message }) }
    abort.abort(cause)
    if (finished) settle(status)
  }
  const settle = (status: number) => {
    process.exitCode = ending?.status ?? status
    if (ending?.message !== undefined) say(`error: ${ending.message}`)
  }
  const onSignal = (signal: NodeJS.Signals) => {
    end(new Error(`ended by ${signal}`), 128 + constants.signals[signal])
    if (signal !== 'SIGINT') return
    interrupts += 1
    if (interrupts === 2) say('cleaning up; once more leaves what is half done')
    if (interrupts < 3) return
    unwatch()
    process.kill(process.pid, signal)
  }
  // It must be there before and after each signal: the progress line's library raises a signal
  // anew, which ends the process at once, where nobody else listens.
  for (const signal of SIGNALS) process.on(signal, onSignal)
  const unwatch = () => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') end(error, 0)
    else end(error, 1, `cannot write to standard output: ${reasonOf(error)}`)
  })
  // there is nobody left to tell
  process.stderr.on('error', () => {})
  return {
    signal: abort.signal,
    finish(status) {
      finished = true
      unwatch()
      settle(status)
    },
  }
}

/** `no space left on device` of `cannot write: no space left on device`. */
function reasonOf(error: Error): string {
  return reportError(error).message.replace(/^cannot write: /, '')
}
