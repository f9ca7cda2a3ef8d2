import { defineCommand } from '@apt2ostree/cli-kit'
import { writeSummary } from '../refs/summary.js'
import { openRepo } from '../repo.js'
import { repoOption } from './repo-option.js'

export const summary = defineCommand({
  name: 'summary',
  describe: 'Write the summary anew, by which clients find the refs of a repo that is served',
  options: { repo: repoOption },
  examples: [
    'ostree-repo summary --repo www/repo',
    'ostree-repo summary --repo www/repo && ostree summary --view --repo=www/repo',
  ],
  async run({ repo }) {
    writeSummary(openRepo(repo))
  },
})
