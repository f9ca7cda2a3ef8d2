import { closeInheritedFiles } from './inside/inherited-files.js'
import { assertFirstProcess } from './inside/processes.js'
import { limitResources } from './inside/resource-limits.js'
import { runJob } from './inside/run-job.js'
import { abortRequest, type Job, type Report, type SentError } from './job.js'

/**
 * The program that runs as the first process of the sandbox's namespaces. It is told one job and
 * reports back; when it is told to stop, or the outer program is gone, it gives up and cleans up.
 */
assertFirstProcess()
closeInheritedFiles()
const abort = new AbortController()
process.once('disconnect', () => abort.abort())
process.once('message', (job: Job) => {
  process.on('message', (message) => message === abortRequest && abort.abort())
  limitResources(job.tools.prlimit)
  void runJob(job, tell, abort.signal).catch(tellFailure).finally(hangUp)
})

function tell(report: Report): void {
  if (process.connected) process.send?.(report)
}

function tellFailure(error: SentError): void {
  const facts = ['code', 'errno', 'syscall', 'path', 'hint'] as const
  const known = facts.filter((name) => error[name] !== undefined)
  const sent = Object.fromEntries(known.map((name) => [name, error[name]]))
  tell({ type: 'failed', error: { message: error.message, ...sent } })
}

/** Without the channel nothing keeps this process running. */
function hangUp(): void {
  if (process.connected) process.disconnect()
}
