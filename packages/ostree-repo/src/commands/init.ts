import { defineCommand, UsageError } from '@apt2ostree/cli-kit'
import { initRepo } from '../init-repo.js'
import { parseRepoMode, repoModes } from '../objects/repo-mode.js'
import { repoOption } from './repo-option.js'

export const init = defineCommand({
  name: 'init',
  describe: 'Create a repo; one of the same mode is left as it is',
  options: {
    repo: repoOption,
    mode: { type: 'string', default: 'bare-user', describe: `One of ${repoModes.join(', ')}` },
  },
  examples: ['ostree-repo init --repo repo', 'ostree-repo init --repo www/repo --mode archive'],
  async run({ repo, mode }) {
    const parsed = parseRepoMode(mode)
    if (parsed === undefined) throw new UsageError(`unknown mode "${mode}"`)
    initRepo(repo, parsed)
  },
})
