import { parentPort } from 'node:worker_threads'
import { type InflateJob, runInflateJob } from './indexes/inflate-job.js'
import type { InflateReply } from './inflate-workers.js'

/** The program of a worker thread: does the jobs it is sent, one after another. */
const reply = (message: InflateReply) => parentPort?.postMessage(message)

parentPort?.on('message', async (job: InflateJob) => {
  try {
    for await (const { length } of runInflateJob(job)) reply({ written: length })
    reply({ isDone: true })
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    reply({ failure: { message, ...(code !== undefined && { code }) } })
  }
})
