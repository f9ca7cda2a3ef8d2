import type { ObjectWriter, Repo } from '@apt2ostree/ostree-repo'
import type { Layer } from './import-deb.js'
import type { ImportJob } from './import-job.js'
import { recordError, WorkerError } from './worker-message.js'

/** Imports .debs in this thread, one at a time, and looks from outside like {@link ImportWorkers}. */
export class ImportHere {
  readonly #repo: Repo
  readonly #writer: ObjectWriter
  #last: Promise<unknown> = Promise.resolve()

  constructor(repo: Repo, writer: ObjectWriter) {
    this.#repo = repo
    this.#writer = writer
  }

  /** Throws WorkerError, and the signal's reason once it is aborted. */
  import(job: ImportJob, signal: AbortSignal): Promise<Layer> {
    const layer = this.#import(job, signal)
    this.#last = layer.catch(() => {})
    return layer
  }

  /** Waits until nothing is imported any more. */
  async close(): Promise<void> {
    await this.#last
  }

  async #import(job: ImportJob, signal: AbortSignal): Promise<Layer> {
    const { runImportJob } = await import('./import-job.js')
    signal.throwIfAborted()
    try {
      return await runImportJob(this.#repo, this.#writer, job)
    } catch (error) {
      throw new WorkerError(recordError(error))
    }
  }
}
