import { closeSync, openSync, readSync } from 'node:fs'

const chunkBytes = 1 << 20

/** Yields a file's bytes in large chunks, read synchronously: in a worker thread that is fastest. */
export async function* readFileChunks(path: string): AsyncGenerator<Buffer> {
  const file = openSync(path, 'r')
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafeSlow(chunkBytes)
      const length = readSync(file, chunk)
      if (length === 0) return
      yield chunk.subarray(0, length)
    }
  } finally {
    closeSync(file)
  }
}
