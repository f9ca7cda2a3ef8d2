import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The output of a run, for a person to read when it failed. */
export interface RunLog {
  write(chunk: Buffer): void
  /** Puts all of it into a file of its own and returns the path; undefined when nothing was written. */
  save(): string | undefined
}

/** As much as a log keeps of a script that never ends: the last of it. */
const MOST_BYTES = 64 << 20

/** A log in memory: a run that is killed leaves no file behind. */
export function createRunLog(): RunLog {
  const chunks: Buffer[] = []
  let size = 0
  return {
    write(chunk) {
      chunks.push(chunk)
      size += chunk.length
      while (size - (chunks[0]?.length ?? 0) >= MOST_BYTES) size -= chunks.shift()?.length ?? 0
    },
    save() {
      if (size === 0) return undefined
      const path = join(mkdtempSync(join(tmpdir(), 'dpkg-configure-')), 'log')
      writeFileSync(path, Buffer.concat(chunks))
      return path
    },
  }
}
