import { assertFirstProcess } from './inside/processes.js'
import { runJob } from './inside/run-job.js'
import { abortRequest, type Job, type Report } from './job.js'

/**
 * The program that runs as the first process of the sandbox's namespaces. It is told one job and
 * reports back; when it is told to stop, or the outer program is gone, it gives up and cleans up.
 */
assertFirstProcess()
const abort = new AbortController()
process.once('disconnect', () => abort.abort())
process.once('message', (job: Job) => {
  process.on('message', (message) => message === abortRequest && abort.abort())
  void runJob(job, tell, abort.signal).catch(tellFailure).finally(hangUp)
})

function tell(report: Report): void {
  if (process.connected) process.send?.(report)
}

function tellFailure({ code, message, hint }: Error & { code?: string; hint?: string }): void {
  tell({ type: 'failed', error: { message, ...(code && { code }), ...(hint && { hint }) } })
}

/** Without the channel nothing keeps this process running. */
function hangUp(): void {
  if (process.connected) process.disconnect()
}
