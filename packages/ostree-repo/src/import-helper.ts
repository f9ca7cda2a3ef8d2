import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { OstreeRepoError, type OstreeRepoErrorCode } from './errors.js'
import type { ImportOptions } from './import/import-options.js'
import type { SharedFiles } from './import/shared-files.js'

/** What a helper needs to know. */
export interface HelperSetup {
  readonly repoPath: string
  /** Of the transaction that it joins. */
  readonly handle: string
  readonly options: Pick<ImportOptions, 'canonical'>
  readonly files: SharedFiles
}

/** A thread that imports files beside this one, and ends by itself when it has done its share. */
export class ImportHelper {
  readonly #worker: Worker
  readonly #message: Promise<unknown>

  constructor(setup: HelperSetup) {
    // Node 20 loads no TypeScript: from src/ as from dist/ this is the compiled file.
    const program = new URL('../dist/import-worker.js', import.meta.url)
    // The flags of this process, --input-type among them, are not for it.
    this.#worker = new Worker(program, { workerData: setup, execArgv: [] })
    const isEnding = new AbortController()
    this.#worker.once('exit', () => isEnding.abort(new Error('the import thread ended early')))
    this.#message = once(this.#worker, 'message', { signal: isEnding.signal })
    this.#message.catch(() => {})
  }

  /** Waits until the helper has done its share; it ends later. Throws what it threw. */
  async done(): Promise<void> {
    try {
      await this.#message
    } catch (error) {
      throw asThrown(error)
    }
  }

  /** Ends the helper, wherever it is. */
  async stop(): Promise<void> {
    await this.#worker.terminate()
  }
}

/** On its way between threads an error keeps its fields, but not its class. */
function asThrown(error: unknown): unknown {
  const { code, message, hint, cause } = error as OstreeRepoError
  if (!code?.startsWith('ERR_OSTREE_')) return error
  return new OstreeRepoError(code satisfies OstreeRepoErrorCode, message, { hint, cause })
}
