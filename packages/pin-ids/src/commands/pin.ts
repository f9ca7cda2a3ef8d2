import { defineCommand } from '@apt2ostree/cli-kit'
import { openRepo } from '@apt2ostree/ostree-repo'
import { pinTreeByFile } from '../pin-tree-by-file.js'

/** Commits a tree with pinned ids and prints the checksum; the file of ids grows by new accounts. */
export const pin = defineCommand({
  name: 'pin-ids',
  operands: '<rev>',
  describe: 'Give the accounts of a tree the ids that a file keeps for them',
  positionals: {
    rev: { type: 'string', demandOption: true, describe: 'Commit of the configured tree' },
  },
  options: {
    repo: {
      type: 'string',
      environment: 'OSTREE_REPO',
      demandOption: true,
      describe: 'The OSTree repo',
    },
    branch: { type: 'string', demandOption: true, describe: 'Ref to move to the new commit' },
    ids: { type: 'string', demandOption: true, describe: 'File of ids, made if it is not there' },
  },
  examples: ['pin-ids --repo repo --branch nginx/pinned --ids nginx.ids nginx/configured'],
  async run(args, context) {
    const repo = openRepo(args.repo)
    const rev = repo.resolveRev(args.rev)
    const root = await pinTreeByFile(repo, repo.readRoot(rev), args.ids)
    const checksum = await repo.transaction((transaction) => {
      const { metadata } = repo.readCommit(rev)
      const commit = transaction.writeCommit({ rootTree: root.tree, rootMeta: root.meta, metadata })
      transaction.setRef(args.branch, commit)
      return commit
    })
    await context.print(checksum)
  },
})
