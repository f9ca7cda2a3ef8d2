/** `--repo`, as every tool has it. */
export const repoOption = {
  type: 'string',
  environment: 'OSTREE_REPO',
  demandOption: true,
  describe: 'The OSTree repo',
} as const
