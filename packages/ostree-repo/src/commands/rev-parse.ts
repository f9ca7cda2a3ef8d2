import { defineCommand } from '@apt2ostree/cli-kit'
import { openRepo } from '../repo.js'
import { repoOption } from './repo-option.js'

export const revParse = defineCommand({
  name: 'rev-parse',
  operands: '<revs..>',
  describe: 'Print the checksums that revs stand for',
  positionals: {
    revs: {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Refs, checksums, beginnings of checksums; REV^ is the parent',
    },
  },
  options: { repo: repoOption },
  examples: [
    'ostree-repo rev-parse --repo repo os/debian',
    'ostree-repo rev-parse 3f2a^ | xargs echo',
  ],
  async run({ repo, revs }, context) {
    const opened = openRepo(repo)
    for (const rev of revs) await context.print(opened.resolveRev(rev))
  },
})
