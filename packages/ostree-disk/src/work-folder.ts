import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type HeldLock, tryLock } from '@apt2ostree/ostree-repo'

/** Where a disk is made, beside the file that it becomes: as large as that, so not in memory. */
export interface WorkFolder {
  readonly path: string
  /** Removes it with all that is in it. */
  remove(): Promise<void>
}

/** Deletes paths and all below them, whoever owns it. */
type Remove = (...paths: string[]) => Promise<void>

const PREFIX = '.ostree-disk-'
const lockPath = (folder: string) => `${folder}.lock`

/**
 * Makes a folder of its own in `parent`, and removes there what killed runs left: each folder has a
 * lock beside it for as long as its run lives.
 */
export async function createWorkFolder(parent: string, remove: Remove): Promise<WorkFolder> {
  await sweep(parent, remove)
  for (;;) {
    const path = join(parent, `${PREFIX}${crypto.randomUUID()}`)
    // The lock comes first: a folder that can be locked by another is a dead one.
    const lock = await tryLock(lockPath(path), 'exclusive')
    if (lock === undefined) continue
    await mkdir(path, { mode: 0o700 })
    return { path, remove: () => discard(path, lock, remove) }
  }
}

async function discard(path: string, lock: HeldLock, remove: Remove): Promise<void> {
  try {
    await remove(path, lockPath(path))
  } finally {
    lock.release()
  }
}

async function sweep(parent: string, remove: Remove): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(PREFIX))
  for (const name of new Set(names.map((each) => each.replace(/\.lock$/, '')))) {
    const path = join(parent, name)
    // What another user left is not ours to remove.
    const lock = await tryLock(lockPath(path), 'exclusive').catch(() => undefined)
    if (lock !== undefined) await discard(path, lock, remove).catch(() => undefined)
  }
}
