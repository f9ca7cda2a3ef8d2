import { type Context, UsageError } from '@apt2ostree/cli-kit'
import { openRepo, type Repo } from '../repo.js'

/** The option that all commands have. */
export const repoOption = {
  type: 'string',
  describe: 'The repo; $OSTREE_REPO by default',
} as const

/** The path of the repo that a command line or the environment names. */
export function repoPathOf(repo: string | undefined, { env }: Context): string {
  const path = repo ?? env.OSTREE_REPO
  if (path === undefined || path === '') throw new UsageError('no repo: give --repo or OSTREE_REPO')
  return path
}

/** That repo, opened. */
export function openRepoOf(repo: string | undefined, context: Context): Repo {
  return openRepo(repoPathOf(repo, context))
}
