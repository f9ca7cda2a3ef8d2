import type { Context } from '@apt2ostree/cli-kit'
import { decodeBytes } from '@apt2ostree/deb822'
import { type Lockfile, parseLockfile } from '@apt2ostree/lockfile'
import { LockgenError } from '../errors.js'

/** Returns the bytes of a file, or of stdin for `-`. */
export async function readBytes(context: Context, path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of context.openInput(path)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Returns the lock in a file, or on stdin for `-`. Errors name the file. */
export async function readLock(context: Context, path: string): Promise<Lockfile> {
  const text = decodeBytes(await readBytes(context, path))
  try {
    return parseLockfile(text)
  } catch (cause) {
    throw new LockgenError('ERR_LOCKGEN_LOCK', `cannot read "${path}"`, { cause })
  }
}

/** Returns the lock in a file if there is one; undefined if the file is missing. */
export async function readLockIfPresent(
  context: Context,
  path: string,
): Promise<Lockfile | undefined> {
  try {
    return await readLock(context, path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
