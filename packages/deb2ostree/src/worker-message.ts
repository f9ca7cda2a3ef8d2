import type { Layer } from './import-deb.js'
import type { ImportJob } from './import-job.js'

/** What an import worker is started with. */
export interface WorkerSetup {
  readonly repoPath: string
  readonly handle: string
}

/** What is sent to a worker. */
export type WorkerRequest = ImportJob

/** What a worker answers to one request. */
export type WorkerReply = { readonly layer: Layer } | { readonly error: ErrorRecord }

/** An error as plain data: crossing threads, an Error loses its class and its fields. */
export interface ErrorRecord {
  readonly message: string
  readonly code?: string
  readonly hint?: string
  readonly stack?: string
  readonly cause?: ErrorRecord
}

/** An error that was thrown in a worker thread, with its code, hint and causes. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError'
  readonly code: string | undefined
  readonly hint: string | undefined

  constructor(record: ErrorRecord) {
    super(record.message, record.cause && { cause: new WorkerError(record.cause) })
    this.code = record.code
    this.hint = record.hint
    if (record.stack !== undefined) this.stack = record.stack
  }
}

/** Returns a thrown value as plain data. */
export function recordError(thrown: unknown): ErrorRecord {
  if (!(thrown instanceof Error)) return { message: String(thrown) }
  const { message, stack, cause } = thrown
  const [code, hint] = [textField(thrown, 'code'), textField(thrown, 'hint')]
  return {
    message,
    ...(code !== undefined && { code }),
    ...(hint !== undefined && { hint }),
    ...(stack !== undefined && { stack }),
    ...(cause !== undefined && { cause: recordError(cause) }),
  }
}

function textField(error: Error, name: string): string | undefined {
  const value = (error as unknown as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : undefined
}
