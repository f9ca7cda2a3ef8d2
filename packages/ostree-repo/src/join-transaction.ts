import { existsSync } from 'node:fs'
import { OstreeRepoError } from './errors.js'
import { ObjectWriter } from './object-writer.js'
import { openStore } from './open-store.js'
import { stagingPath } from './staging-area.js'

/**
 * Writes objects into a transaction that another thread or process has begun and will end; the
 * transaction must outlive the writer. Throws ERR_OSTREE_TRANSACTION when there is none.
 */
export function joinTransaction(repoPath: string, handle: string): ObjectWriter {
  const store = openStore(repoPath)
  const path = stagingPath(store.repoPath, handle)
  if (existsSync(path)) return new ObjectWriter(store, path)
  throw new OstreeRepoError(
    'ERR_OSTREE_TRANSACTION',
    `cannot join transaction "${handle}" of repo "${store.repoPath}": it has ended`,
  )
}
