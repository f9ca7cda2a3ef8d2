import { open } from 'node:fs/promises'
import { type CompressedPart, DecompressError, splitCompressed } from '@apt2ostree/decompress'
import type { InflateWorkers } from '../inflate-workers.js'
import { type InflateJob, runInflateJob } from './inflate-job.js'

/** A compressed file below this size is done sooner than a thread has started. */
export const threadedBytes = 1 << 20

const readBytes = 1 << 18

/** What to decompress, and into what. */
export interface InflateOptions {
  readonly source: string
  /** Bytes of the source. */
  readonly size: number
  /** A file that exists and is empty. */
  readonly target: string
  readonly maxBytes: number
  readonly workers: InflateWorkers
}

/**
 * Decompresses a file into another and yields the content in order, in pieces that are good until
 * the next is asked for. Several threads do that where the file is large; this one reads behind them.
 * Throws a DecompressError, or an error of its code.
 */
export async function* inflateFile(options: InflateOptions): AsyncGenerator<Uint8Array> {
  const { source, size, target, maxBytes, workers } = options
  const parts = await splitCompressed(source)
  const jobs = parts.map((part) => ({ source, part, target, maxBytes: room(part, maxBytes) }))
  if (size < threadedBytes) for (const job of jobs) yield* runInflateJob(job)
  else yield* followJobs(jobs, target, workers)
}

/** Every piece is in the same buffer. */
async function* followJobs(
  jobs: readonly InflateJob[],
  target: string,
  workers: InflateWorkers,
): AsyncGenerator<Uint8Array> {
  const running = jobs.map(({ part, ...rest }) => {
    return { start: part.contentStart, progress: workers.inflate({ part, ...rest }) }
  })
  const buffer = Buffer.allocUnsafeSlow(readBytes)
  const file = await open(target)
  try {
    for (const { start, progress } of running) {
      let done = 0
      for await (const reached of progress.follow()) {
        while (done < reached) {
          const length = Math.min(buffer.length, reached - done)
          const { bytesRead } = await file.read(buffer, 0, length, start + done)
          done += bytesRead
          yield buffer.subarray(0, bytesRead)
        }
      }
    }
  } finally {
    await file.close()
  }
}

/** What a part may have: the size that it says, or what others leave of the whole. */
function room({ contentStart, contentSize }: CompressedPart, maxBytes: number): number {
  if (contentSize === undefined) return maxBytes
  if (contentStart + contentSize <= maxBytes) return contentSize
  const reason = `the content is over ${maxBytes} bytes`
  throw new DecompressError('ERR_DECOMPRESS_TOO_LARGE', 'xz', reason)
}
