import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Layer } from './import-deb.js'
import type { ImportJob } from './import-job.js'
import type { WorkerReply, WorkerSetup } from './worker-message.js'

/** Threads that import .debs, as many as there are imports at a time; started when there is work for them. */
export class ImportWorkers {
  readonly #setup: WorkerSetup
  readonly #idle: Worker[] = []
  readonly #all: Worker[] = []

  constructor(setup: WorkerSetup) {
    this.#setup = setup
  }

  /** Throws as runImportJob, and an AbortError once the signal is aborted. */
  async import(job: ImportJob, signal: AbortSignal): Promise<Layer> {
    const worker = this.#idle.pop() ?? this.#start()
    worker.postMessage(job)
    const [reply] = (await once(worker, 'message', { signal })) as [WorkerReply]
    this.#idle.push(worker)
    if ('error' in reply) {
      const { reviveError } = await import('./error-record.js')
      throw reviveError(reply.error)
    }
    return reply.layer
  }

  /** Ends all threads, in the midst of their work where need be. */
  async close(): Promise<void> {
    await Promise.all(this.#all.map((worker) => worker.terminate()))
  }

  #start(): Worker {
    const program = new URL('../dist/import-worker.js', import.meta.url)
    // The flags of this process, such as a test runner's import conditions, are not for it.
    const worker = new Worker(program, { workerData: this.#setup, execArgv: [] })
    this.#all.push(worker)
    return worker
  }
}
