import type { Context } from '@apt2ostree/cli-kit'
import { decodeBytes } from '@apt2ostree/deb822'
import { type Lockfile, lostLock, parseLockfile } from '@apt2ostree/lockfile'
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

/**
 * Returns the lock that a new one is to take the place of; undefined where there is none, or, after a
 * word of warning, only what a merge left in conflict. Throws for another file.
 */
export async function readOutput(context: Context, path: string): Promise<Lockfile | undefined> {
  try {
    return await readLock(context, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    if (error.code === 'ENOENT') return undefined
    const lost = lostLock(decodeBytes(await readBytes(context, path)))
    if (lost === undefined) throw error
    context.warn(`${path} ${lost}: nothing in it counts`)
    return undefined
  }
}
