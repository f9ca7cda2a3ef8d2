import { defineCommand, UsageError } from '@apt2ostree/cli-kit'
import { openRepo } from '@apt2ostree/ostree-repo'
import { readIdsFile, writeIdsFile } from '../ids-file.js'
import { pinTree } from '../pin-tree.js'

/** Commits a tree with pinned ids and prints the checksum; the file of ids grows by new accounts. */
export const pin = defineCommand({
  name: 'pin-ids',
  operands: '<rev>',
  describe: 'Give the accounts of a tree the ids that a file keeps for them',
  positionals: {
    rev: { type: 'string', demandOption: true, describe: 'Commit of the configured tree' },
  },
  options: {
    repo: { type: 'string', describe: 'OSTree repo ($OSTREE_REPO)' },
    branch: { type: 'string', demandOption: true, describe: 'Ref to move to the new commit' },
    ids: { type: 'string', demandOption: true, describe: 'File of ids, made if it is not there' },
  },
  examples: ['pin-ids --repo repo --branch nginx/pinned --ids nginx.ids nginx/configured'],
  async run(args, context) {
    const path = args.repo ?? context.env.OSTREE_REPO
    if (path === undefined) throw new UsageError('no repo: give --repo or set OSTREE_REPO')
    const repo = openRepo(path)
    const rev = repo.resolveRev(args.rev)
    const { root, ids } = await pinTree(repo, repo.readRoot(rev), await readIdsFile(args.ids))
    const checksum = await repo.transaction((transaction) => {
      const { metadata } = repo.readCommit(rev)
      const commit = transaction.writeCommit({ rootTree: root.tree, rootMeta: root.meta, metadata })
      transaction.setRef(args.branch, commit)
      return commit
    })
    if (await writeIdsFile(args.ids, ids)) context.note(`${args.ids}: new accounts were added`)
    await context.print(checksum)
  },
})
