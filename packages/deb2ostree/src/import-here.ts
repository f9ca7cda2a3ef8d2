import type { ObjectWriter, Repo } from '@apt2ostree/ostree-repo'
import type { Layer } from './import-deb.js'
import type { ImportJob } from './import-job.js'
import { recordError, WorkerError } from './worker-message.js'

/** Imports a .deb in this thread. Throws WorkerError, as a thread of its own would make of it. */
export async function importHere(repo: Repo, writer: ObjectWriter, job: ImportJob): Promise<Layer> {
  const { runImportJob } = await import('./import-job.js')
  try {
    return await runImportJob(repo, writer, job)
  } catch (error) {
    throw new WorkerError(recordError(error))
  }
}
