import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import {
  type AccountIds,
  formatAccountIds,
  noAccountIds,
  parseAccountIds,
} from '@apt2ostree/account-ids'
import { waitForLock } from '@apt2ostree/ostree-repo'

/** The ids in a file; none where there is no such file yet. Throws ERR_ACCOUNT_FORMAT. */
export async function readIdsFile(path: string): Promise<AccountIds> {
  try {
    return parseAccountIds(await readFile(path, 'latin1'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return noAccountIds
    throw error
  }
}

/** Seconds to wait for those who write the file too: it takes each a moment. */
const PATIENCE = 60

/**
 * Makes a file that said `before` say `after`; one that says so already is not written. False
 * where somebody else changed it meanwhile: then nothing is done. Throws ERR_OSTREE_LOCK.
 */
export async function extendIdsFile(
  path: string,
  before: AccountIds,
  after: AccountIds,
): Promise<boolean> {
  const old = formatAccountIds(before)
  const isUnchanged = async () => formatAccountIds(await readIdsFile(path)) === old
  if (formatAccountIds(after) === old) return isUnchanged()
  const beside = (end: string) => join(dirname(path), `.${basename(path)}.${end}`)
  const lock = await waitForLock(beside('lock'), 'exclusive', PATIENCE)
  try {
    if (!(await isUnchanged())) return false
    // one that a killed run left is written over
    await writeFile(beside('new'), formatAccountIds(after), 'latin1')
    await rename(beside('new'), path)
    return true
  } finally {
    await rm(beside('lock'), { force: true })
    lock.release()
  }
}
