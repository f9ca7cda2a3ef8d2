import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
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

/**
 * Makes a file that said `before` say `after`; one that says so already is not written. False
 * where somebody else changed it meanwhile: then nothing is done.
 */
export async function extendIdsFile(
  path: string,
  before: AccountIds,
  after: AccountIds,
): Promise<boolean> {
  const old = formatAccountIds(before)
  const isUnchanged = async () => formatAccountIds(await readIdsFile(path)) === old
  if (formatAccountIds(after) === old) return isUnchanged()
  const next = `${path}.new`
  await createAlone(next, formatAccountIds(after))
  if (await isUnchanged()) {
    await rename(next, path)
    return true
  }
  await rm(next)
  return false
}

const ATTEMPTS = 100
const PAUSE_MS = 50

/** The new file is a lock on the old one, too: whoever makes it goes first, others wait their turn. */
async function createAlone(path: string, text: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await writeFile(path, text, { encoding: 'latin1', flag: 'wx' })
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === ATTEMPTS) throw error
      await setTimeout(PAUSE_MS)
    }
  }
}
