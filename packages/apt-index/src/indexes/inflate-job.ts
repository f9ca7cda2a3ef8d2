import { type FileHandle, open } from 'node:fs/promises'
import { type CompressedPart, decompress, openPart } from '@apt2ostree/decompress'

/** A part of a compressed file that is to be decompressed into its place in another. Plain data. */
export interface InflateJob {
  readonly source: string
  readonly part: CompressedPart
  /** A file that exists. */
  readonly target: string
  /** The most content that the part may have. */
  readonly maxBytes: number
}

/** Does the job, and yields the content in pieces once they are written. Throws a DecompressError. */
export async function* runInflateJob(job: InflateJob): AsyncGenerator<Uint8Array> {
  const { source, part, target, maxBytes } = job
  const file = await open(target, 'r+')
  try {
    let at = part.contentStart
    for await (const chunk of decompress(openPart(source, part), { maxBytes })) {
      await writeAll(file, chunk, at)
      at += chunk.length
      yield chunk
    }
  } finally {
    await file.close()
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}
