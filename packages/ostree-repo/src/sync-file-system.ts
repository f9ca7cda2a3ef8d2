import { spawn } from 'node:child_process'
import { closeSync, fsyncSync, openSync } from 'node:fs'
import { OstreeRepoError } from './errors.js'

/** Writes all of the file system that holds `path` to disk: syncfs(2), through sync(1). */
export async function syncFileSystem(path: string): Promise<void> {
  const failure = (cause: unknown) =>
    new OstreeRepoError('ERR_OSTREE_SYNC', `cannot sync the file system of "${path}"`, {
      cause,
      hint: 'core.fsync=false in the config of the repo trades safety in a power cut for speed',
    })
  await new Promise<void>((resolve, reject) => {
    const child = spawn('sync', ['-f', path], { stdio: 'ignore' })
    child.on('error', (cause) => reject(failure(cause)))
    child.on('close', (status) =>
      status === 0 ? resolve() : reject(failure(new Error(`sync -f ended with status ${status}`))),
    )
  })
}

/** Up to so many directories, syncing each costs less than starting sync(1). */
const FEW = 16

/** Writes the names in directories of one file system to disk. */
export async function syncDirectories(paths: readonly string[]): Promise<void> {
  const directories = [...new Set(paths)]
  const [first] = directories
  if (first !== undefined && directories.length > FEW) await syncFileSystem(first)
  else directories.forEach(syncDirectory)
}

function syncDirectory(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
