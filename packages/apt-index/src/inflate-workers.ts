import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { InflateJob } from './indexes/inflate-job.js'
import { Progress } from './indexes/progress.js'

/** What a worker says of its job. */
export type InflateReply =
  | { readonly written: number }
  | { readonly isDone: true }
  | { readonly failure: { readonly message: string; readonly code?: string } }

interface Task {
  readonly job: InflateJob
  readonly progress: Progress
}

/** What `xz -T` compresses a block to, about; its blocks are of 24 MiB. */
const blockBytes = 4 << 20

/** Threads that decompress, one job each at a time; started when there is work for them. */
export class InflateWorkers {
  readonly #all: Worker[] = []
  readonly #idle: Worker[] = []
  readonly #running = new Map<Worker, Task>()
  readonly #waiting: Task[] = []
  #broken: Error | undefined

  /** Starts as many threads as a compressed file of that size is likely to keep busy. */
  prepare(bytes: number): void {
    const wanted = Math.min(Math.ceil(bytes / blockBytes), availableParallelism())
    while (this.#all.length < wanted) this.#start()
  }

  /** Has a job done when a thread is free; returns how far it is, in bytes of content. */
  inflate(job: InflateJob): Progress {
    const progress = new Progress()
    if (this.#broken !== undefined) progress.end(this.#broken)
    else this.#waiting.push({ job, progress })
    if (this.#idle.length === 0 && this.#all.length < availableParallelism()) this.#start()
    this.#next()
    return progress
  }

  /** Ends all threads; jobs that are not done fail, as do those that come later. */
  async close(): Promise<void> {
    this.#break(new Error('the threads were ended'))
    await Promise.all(this.#all.map((worker) => worker.terminate()))
  }

  #start(): void {
    const program = new URL('../dist/inflate-worker.js', import.meta.url)
    // The flags of this process, such as a test runner's import conditions, are not for it.
    const worker = new Worker(program, { execArgv: [] })
    worker.on('message', (reply: InflateReply) => this.#receive(worker, reply))
    worker.on('error', (error) => this.#break(error))
    this.#all.push(worker)
    this.#idle.push(worker)
  }

  #receive(worker: Worker, reply: InflateReply): void {
    const task = this.#running.get(worker)
    if (task === undefined) return
    if ('written' in reply) {
      task.progress.advance(reply.written)
      return
    }
    const failure = 'failure' in reply ? reply.failure : undefined
    task.progress.end(failure && Object.assign(new Error(failure.message), failure))
    this.#running.delete(worker)
    this.#idle.push(worker)
    this.#next()
  }

  /** What broke one thread would break another. */
  #break(error: Error): void {
    this.#broken ??= error
    for (const { progress } of [...this.#running.values(), ...this.#waiting]) progress.end(error)
    this.#running.clear()
    this.#waiting.length = 0
  }

  #next(): void {
    const task = this.#waiting[0]
    const worker = task && this.#idle.pop()
    if (task === undefined || worker === undefined) return
    this.#waiting.shift()
    this.#running.set(worker, task)
    worker.postMessage(task.job)
  }
}
