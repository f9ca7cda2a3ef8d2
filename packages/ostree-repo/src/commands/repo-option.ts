/** The option that all commands have. */
export const repoOption = {
  type: 'string',
  environment: 'OSTREE_REPO',
  demandOption: true,
  describe: 'The repo',
} as const
