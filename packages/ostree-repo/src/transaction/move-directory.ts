import { renameSync } from 'node:fs'

/** Moves a directory to where there is none, or an empty one; false where one with entries is. */
export function moveDirectory(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTEMPTY' || code === 'EEXIST') return false
    throw error
  }
}
