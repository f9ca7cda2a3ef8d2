import { defineCommand } from '@apt2ostree/cli-kit'
import { openRepo } from '../repo.js'
import { describeCommit, formatCommit } from './format-commit.js'
import { repoOption } from './repo-option.js'

export const show = defineCommand({
  name: 'show',
  operands: '<rev>',
  describe: 'Print a commit with its metadata',
  positionals: { rev: { type: 'string', demandOption: true, describe: 'A ref or a checksum' } },
  options: {
    repo: repoOption,
    json: { type: 'boolean', default: false, describe: 'Print a JSON object' },
  },
  examples: [
    'ostree-repo show --repo repo os/debian | head',
    `ostree-repo show --repo repo --json os/debian | jq '.metadata | keys'`,
  ],
  async run({ repo, rev, json }, context) {
    const opened = openRepo(repo)
    const checksum = opened.resolveRev(rev)
    const commit = opened.readCommit(checksum)
    await context.print(
      json
        ? JSON.stringify(describeCommit(checksum, commit), undefined, 2)
        : formatCommit(checksum, commit),
    )
  },
})
