import { defineCommand } from '@apt2ostree/cli-kit'
import { openRepo } from '../repo.js'
import { walkHistory } from '../tree/walk-history.js'
import { describeCommit, formatCommit } from './format-commit.js'
import { repoOption } from './repo-option.js'

export const log = defineCommand({
  name: 'log',
  operands: '<rev>',
  describe: 'Print a commit and its ancestors, newest first',
  positionals: { rev: { type: 'string', demandOption: true, describe: 'A ref or a checksum' } },
  options: {
    repo: repoOption,
    json: { type: 'boolean', default: false, describe: 'Print one JSON object per line' },
  },
  examples: [
    'ostree-repo log --repo repo os/debian | head',
    'ostree-repo log --repo repo --json os/debian | jq -r .subject',
  ],
  async run({ repo, rev, json }, context) {
    const opened = openRepo(repo)
    for (const { checksum, commit } of walkHistory(opened, opened.resolveRev(rev))) {
      await context.print(
        json
          ? JSON.stringify(describeCommit(checksum, commit))
          : `${formatCommit(checksum, commit)}\n`,
      )
    }
  },
})
