/** `--usr-merge` */
export const usrMergeOption = {
  type: 'boolean',
  describe: 'Lay files out for a merged /usr (default: as the suite does)',
} as const

/** Options of every command that imports. */
export const importOptions = {
  repo: {
    type: 'string',
    environment: 'OSTREE_REPO',
    demandOption: true,
    describe: 'The OSTree repo, made where there is none',
  },
  jobs: {
    type: 'string',
    default: 'auto',
    describe: "How many .debs to unpack at a time; auto: as make's jobserver grants, or one a core",
  },
  'usr-merge': usrMergeOption,
} as const
