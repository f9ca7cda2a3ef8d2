import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { decodeBytes, encodeBytes } from '@apt2ostree/deb822'

/** The text of a lockfile (a byte string), undefined when there is no such file. */
export async function readLockText(path: string): Promise<string | undefined> {
  try {
    return decodeBytes(await readFile(path))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Writes a lockfile, which appears whole or not at all. */
export async function writeLockText(path: string, text: string): Promise<void> {
  const temp = `${path}.new`
  try {
    await writeFile(temp, encodeBytes(text))
    await rename(temp, path)
  } catch (error) {
    await rm(temp, { force: true })
    throw error
  }
}
