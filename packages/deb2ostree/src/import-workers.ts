import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Layer } from './import-deb.js'
import type { ImportJob } from './import-job.js'
import { WorkerError, type WorkerReply, type WorkerSetup } from './worker-message.js'

/** Threads that import .debs, each one at a time; started when there is work for them. */
export class ImportWorkers {
  readonly #setup: WorkerSetup
  readonly #limit: number
  readonly #idle: Worker[] = []
  readonly #waiting: ((worker: Worker) => void)[] = []
  readonly #all: Worker[] = []

  constructor(setup: WorkerSetup, limit: number) {
    this.#setup = setup
    this.#limit = limit
  }

  /** Imports a .deb when a thread is free. Throws WorkerError, and an AbortError once the signal is aborted. */
  async import(job: ImportJob, signal?: AbortSignal): Promise<Layer> {
    const worker = await this.#take()
    try {
      signal?.throwIfAborted()
      worker.postMessage(job)
      const [reply] = (await once(worker, 'message', { ...(signal && { signal }) })) as [
        WorkerReply,
      ]
      if ('error' in reply) throw new WorkerError(reply.error)
      return reply.layer
    } finally {
      this.#release(worker)
    }
  }

  /** Ends all threads, in the midst of their work where need be. */
  async close(): Promise<void> {
    await Promise.all(this.#all.map((worker) => worker.terminate()))
  }

  async #take(): Promise<Worker> {
    const idle = this.#idle.pop()
    if (idle !== undefined) return idle
    if (this.#all.length < this.#limit) return this.#start()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #start(): Worker {
    const program = new URL('../dist/import-worker.js', import.meta.url)
    // The flags of this process, such as a test runner's import conditions, are not for it.
    const worker = new Worker(program, { workerData: this.#setup, execArgv: [] })
    this.#all.push(worker)
    return worker
  }

  #release(worker: Worker): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#idle.push(worker)
    else next(worker)
  }
}
