import { spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { OstreeRepoError } from '../errors.js'

/** Syncing up to so many paths one by one costs less than starting sync(1). */
const FEW = 16

/**
 * Writes to the disk what is in these files and directories, all of one file system. Throws
 * ERR_OSTREE_SYNC.
 */
export async function syncPaths(paths: Iterable<string>): Promise<void> {
  const distinct = new Set<string>()
  for (const path of paths) if (distinct.add(path).size > FEW) break
  const [first] = distinct
  if (first === undefined) return
  try {
    const files = distinct.size > FEW ? undefined : await openAll([...distinct])
    if (files === undefined) await syncFileSystem(dirname(first))
    else await withAll(files, (file) => file.sync())
  } catch (cause) {
    throw new OstreeRepoError('ERR_OSTREE_SYNC', `cannot sync "${first}" to the disk`, {
      cause,
      hint: 'core.fsync=false in the config of the repo trades safety in a power cut for speed',
    })
  }
}

/** The opened files; undefined where one can't be, as a symlink or what its owner may not read. */
async function openAll(paths: readonly string[]): Promise<FileHandle[] | undefined> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW
  const results = await Promise.allSettled(paths.map((path) => open(path, flags)))
  const files = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  if (files.length === paths.length) return files
  await withAll(files, async () => undefined)
  return undefined
}

/** At the same time, so that a journal that must be written is written once for several. */
async function withAll(
  files: readonly FileHandle[],
  use: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const results = await Promise.allSettled(
    files.map((file) => use(file).finally(() => file.close())),
  )
  const failed = results.find((each) => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/** syncfs(2), through sync(1). */
async function syncFileSystem(path: string): Promise<void> {
  const child = spawn('sync', ['-f', path], { stdio: 'ignore' })
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) =>
      status === 0 ? resolve() : reject(new Error(`sync -f ended with status ${status}`)),
    )
  })
}
