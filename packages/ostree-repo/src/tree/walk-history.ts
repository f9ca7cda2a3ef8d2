import type { Checksum } from '../objects/checksum.js'
import type { Commit } from '../objects/commit.js'
import type { Repo } from '../repo.js'

/** A commit with its name. */
export interface NamedCommit {
  readonly checksum: Checksum
  readonly commit: Commit
}

/**
 * The commit and its ancestors, newest first, as far as the repo has them: a pull with a limited
 * depth leaves the older ones out.
 */
export function* walkHistory(repo: Repo, start: Checksum): Generator<NamedCommit> {
  let checksum: Checksum | undefined = start
  while (checksum !== undefined && (checksum === start || repo.objects.has(checksum, 'commit'))) {
    const commit: Commit = repo.readCommit(checksum)
    yield { checksum, commit }
    checksum = commit.parent
  }
}
