import { OstreeRepoError } from '../errors.js'
import type { Checksum } from '../objects/checksum.js'
import { isRefFile, listRefNames } from './refs.js'

/**
 * Throws ERR_OSTREE_INVALID_REF where the refs that are there and those that are to be set or removed
 * (undefined) can't be together: a ref is a file, and names a directory for those below it.
 */
export function assertNoRefConflict(
  repoPath: string,
  changes: ReadonlyMap<string, Checksum | undefined>,
): void {
  const willBe = (name: string, isNow: () => boolean) =>
    changes.has(name) ? changes.get(name) !== undefined : isNow()
  for (const [name, commit] of changes) {
    if (commit === undefined) continue
    for (const above of directoriesOf(name)) {
      if (willBe(above, () => isRefFile(repoPath, above))) throw conflict(name, above)
    }
    for (const below of listRefNames(repoPath, name)) {
      if (below !== name && willBe(below, () => true)) throw conflict(name, below)
    }
  }
}

/** `a/b/c` gives `a` and `a/b`. */
function directoriesOf(name: string): string[] {
  return [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index))
}

function conflict(name: string, other: string): OstreeRepoError {
  return new OstreeRepoError(
    'ERR_OSTREE_INVALID_REF',
    `cannot set ref "${name}": there is a ref "${other}", and one can't lie below the other`,
  )
}
