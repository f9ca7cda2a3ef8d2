import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The full output of a run, kept in a file of its own. */
export interface RunLog {
  write(chunk: Buffer): void
  /** Where it is; undefined while nothing was written. */
  readonly path: string | undefined
  discard(): void
}

/** A log in the directory for temporary files; there is no file before the first output. */
export function openRunLog(): RunLog {
  let folder: string | undefined
  const pathIn = (directory: string) => join(directory, 'log')
  return {
    write(chunk) {
      folder ??= mkdtempSync(join(tmpdir(), 'dpkg-configure-'))
      writeFileSync(pathIn(folder), chunk, { flag: 'a' })
    },
    get path() {
      return folder === undefined ? undefined : pathIn(folder)
    },
    discard() {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}
