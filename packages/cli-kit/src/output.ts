import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** What a command can write to a file or to stdout. */
export type Output = string | Uint8Array | AsyncIterable<Uint8Array | string>

/**
 * Writes `data` to `path`, or through `toStdout` where `path` is `-`. A file appears whole under
 * its name or not at all: it is written beside it and renamed.
 */
export async function writeOutput(
  path: string,
  data: Output,
  toStdout: (data: Uint8Array | string) => Promise<void>,
): Promise<void> {
  if (path === '-') {
    for await (const chunk of chunks(data)) await toStdout(chunk)
    return
  }
  // the global: to import node:crypto would cost every command's start
  const temporary = join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}`)
  try {
    const file = await open(temporary, 'wx')
    try {
      for await (const chunk of chunks(data)) await file.writeFile(chunk)
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function* chunks(data: Output): AsyncIterable<Uint8Array | string> {
  if (typeof data === 'string' || data instanceof Uint8Array) yield data
  else yield* data
}
