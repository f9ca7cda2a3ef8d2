import type { Context } from '@apt2ostree/cli-kit'
import { decodeBytes } from '@apt2ostree/deb822'
import { type Lockfile, parseLockfile } from '@apt2ostree/lockfile'

/** `--lock`, and what it reads. */
export const lockOption = {
  type: 'string',
  default: '-',
  describe: 'The lockfile, or - for standard input',
} as const

/** Reads the lockfile that `--lock` names. Throws LockfileError. */
export async function readLock(context: Context, path: string): Promise<Lockfile> {
  const chunks: Uint8Array[] = []
  for await (const chunk of context.openInput(path)) chunks.push(chunk)
  return parseLockfile(decodeBytes(Buffer.concat(chunks)))
}
