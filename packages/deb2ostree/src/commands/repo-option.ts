import { existsSync } from 'node:fs'
import { type Context, UsageError } from '@apt2ostree/cli-kit'
import { initRepo, openRepo, type Repo } from '@apt2ostree/ostree-repo'

/** Options that every command has. */
export const importOptions = {
  repo: { type: 'string', describe: 'The OSTree repo, made where there is none ($OSTREE_REPO)' },
  jobs: {
    type: 'string',
    default: 'auto',
    describe: "How many .debs to unpack at a time; auto: as make's jobserver grants, or one a core",
  },
  'usr-merge': {
    type: 'boolean',
    describe: 'Lay files out for a merged /usr (default: as the suite does)',
  },
} as const

/** Opens the repo that `--repo` or the environment names; a path where nothing is becomes a new one. */
export function openOrInitRepo(context: Context, option: string | undefined): Repo {
  const path = option ?? context.env.OSTREE_REPO
  if (path === undefined || path === '') throw new UsageError('missing option: --repo')
  return existsSync(path) ? openRepo(path) : initRepo(path)
}
