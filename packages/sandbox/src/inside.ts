import { assertFirstProcess } from './inside/processes.js'
import { runJob } from './inside/run-job.js'
import type { Job, Report } from './job.js'

/**
 * The program that runs as the first process of the sandbox's namespaces. It is told one job and
 * reports back; when the outer program is gone it gives up and cleans up.
 */
const abort = new AbortController()
const tell = (report: Report) => process.send?.(report)

assertFirstProcess()
process.once('disconnect', () => abort.abort())
process.once('message', async (job: Job) => {
  await runJob(job, tell, abort.signal).catch((error: Error & { code?: string; hint?: string }) => {
    const { code, message, hint } = error
    tell({
      type: 'failed',
      error: { message, ...(code && { code }), ...(hint && { hint }) },
    })
  })
  if (process.connected) process.disconnect()
})
