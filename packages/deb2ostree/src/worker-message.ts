import type { ErrorRecord } from './error-record.js'
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
