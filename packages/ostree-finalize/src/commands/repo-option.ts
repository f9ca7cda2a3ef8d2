import { UsageError } from '@apt2ostree/cli-kit'
import { openRepo, type Repo } from '@apt2ostree/ostree-repo'

/** `--repo`, as every tool has it. */
export const repoOption = { type: 'string', describe: 'OSTree repo ($OSTREE_REPO)' } as const

/** `--target` */
export const targetOption = {
  choices: ['ostree', 'bootc'],
  default: 'ostree',
  describe: 'What boots the tree: ostree admin deploy, or a bootable container',
} as const

/** Opens the repo that an option or the environment names. */
export function openRepoOption(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Repo {
  const path = option ?? env.OSTREE_REPO
  if (path === undefined) throw new UsageError('no repo: give --repo or set OSTREE_REPO')
  return openRepo(path)
}
