/** `--repo`, as every tool has it. */
export const repoOption = {
  type: 'string',
  environment: 'OSTREE_REPO',
  demandOption: true,
  describe: 'The OSTree repo',
} as const

/** `--target` */
export const targetOption = {
  choices: ['ostree', 'bootc'],
  default: 'ostree',
  describe: 'What boots the tree: ostree admin deploy, or a bootable container',
} as const
