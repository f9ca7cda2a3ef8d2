import { OstreeRepoError } from '../errors.js'
import type { Repo } from '../repo.js'
import { listAliases } from './refs.js'

/**
 * Removes a ref and those below it, and returns their names. Throws ERR_OSTREE_INVALID_REF where an
 * alias that stays leads to one of them.
 */
export function deleteRefs(repo: Repo, prefix: string): Promise<string[]> {
  return repo.transaction((tx) => {
    const names = [...repo.listRefs(prefix)].map(([name]) => name)
    for (const [alias, target] of listAliases(repo.path)) {
      if (!names.includes(target) || names.includes(alias)) continue
      throw new OstreeRepoError(
        'ERR_OSTREE_INVALID_REF',
        `cannot delete ref "${target}": "${alias}" is an alias of it`,
      )
    }
    for (const name of names) tx.removeRef(name)
    return names
  })
}
