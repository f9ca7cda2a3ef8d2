import type { Command } from './job.js'

/** Stable codes of {@link SandboxError}. */
export type SandboxErrorCode =
  | 'ERR_SANDBOX_UNAVAILABLE'
  | 'ERR_SANDBOX_FOREIGN'
  | 'ERR_SANDBOX_SETUP'
  | 'ERR_SANDBOX_COMMAND'
  | 'ERR_SANDBOX_COLLECT'
  | 'ERR_SANDBOX_LOST'

/** Anything the sandbox refuses or cannot do; `code` is stable, `message` is for people. */
export class SandboxError extends Error {
  override readonly name: string = 'SandboxError'
  readonly code: SandboxErrorCode
  readonly hint?: string

  constructor(
    code: SandboxErrorCode,
    message: string,
    options: { hint?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.code = code
    if (options.hint !== undefined) this.hint = options.hint
  }
}

/** How a command ended that should have succeeded. */
export interface CommandFailure {
  readonly command: Command
  /** In words: `exit status 1`, `killed by SIGKILL`, `still running after 60 s`, `it printed …`. */
  readonly reason: string
  /** The last lines that it, or a command before it, wrote. */
  readonly output: readonly string[]
}

/** A command in the sandbox that failed; nothing of what it changed is kept. */
export class CommandFailedError extends SandboxError {
  override readonly name = 'CommandFailedError'
  readonly failure: CommandFailure

  constructor(failure: CommandFailure) {
    const shown = failure.output.map((line) => `\n  | ${line}`).join('')
    super('ERR_SANDBOX_COMMAND', `cannot run ${failure.command.label}: ${failure.reason}${shown}`)
    this.failure = failure
  }
}
