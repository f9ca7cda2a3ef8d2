import { parentPort, workerData } from 'node:worker_threads'
import { joinTransaction, openRepo } from '@apt2ostree/ostree-repo'
import { recordError } from './error-record.js'
import { runImportJob } from './import-job.js'
import type { WorkerReply, WorkerRequest, WorkerSetup } from './worker-message.js'

/** The program of a worker thread: imports the .debs it is sent, one after another. */
const { repoPath, handle } = workerData as WorkerSetup
const repo = openRepo(repoPath)
const writer = joinTransaction(repoPath, handle)

parentPort?.on('message', async (request: WorkerRequest) => {
  parentPort?.postMessage(await answer(request))
})

async function answer(request: WorkerRequest): Promise<WorkerReply> {
  try {
    return { layer: await runImportJob(repo, writer, request) }
  } catch (error) {
    return { error: recordError(error) }
  }
}
