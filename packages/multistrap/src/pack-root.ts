import { execFile } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'

/**
 * Packs a root directory into the gzipped tar `name` beside it, empties it, and returns the tar's path.
 */
export async function packRoot(
  directory: string,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const path = join(dirname(resolve(directory)), name)
  rmSync(path, { force: true })
  await promisify(execFile)('tar', ['-C', directory, '-czf', path, '.'], { signal })
  for (const entry of readdirSync(directory)) {
    rmSync(join(directory, entry), { recursive: true, force: true })
  }
  return path
}
