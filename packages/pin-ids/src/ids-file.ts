import { readFile, rename, writeFile } from 'node:fs/promises'
import {
  type AccountIds,
  formatAccountIds,
  noAccountIds,
  parseAccountIds,
} from '@apt2ostree/account-ids'

/** The ids in a file; none where there is no such file yet. Throws ERR_ACCOUNT_FORMAT. */
export async function readIdsFile(path: string): Promise<AccountIds> {
  try {
    return parseAccountIds(await readFile(path, 'latin1'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return noAccountIds
    throw error
  }
}

/** Writes the ids to a file, unless it says the same; tells whether it did. */
export async function writeIdsFile(path: string, ids: AccountIds): Promise<boolean> {
  const text = formatAccountIds(ids)
  if (formatAccountIds(await readIdsFile(path)) === text) return false
  await writeFile(`${path}.new`, text, 'latin1')
  await rename(`${path}.new`, path)
  return true
}
