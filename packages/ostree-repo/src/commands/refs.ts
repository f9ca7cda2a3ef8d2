import { defineCommand } from '@apt2ostree/cli-kit'
import { openRepo } from '../repo.js'
import { repoOption } from './repo-option.js'

export const refs = defineCommand({
  name: 'refs',
  operands: '[prefix]',
  describe: 'List refs and the commits they point to',
  positionals: { prefix: { type: 'string', describe: 'Only this ref and those below it' } },
  options: {
    repo: repoOption,
    json: { type: 'boolean', default: false, describe: 'Print one JSON object per line' },
  },
  examples: [
    'ostree-repo refs --repo repo deb/images | cut -f1',
    'ostree-repo refs --repo repo --json | jq -r .commit',
  ],
  async run({ repo, prefix, json }, context) {
    for (const [ref, commit] of openRepo(repo).listRefs(prefix)) {
      await context.print(json ? JSON.stringify({ ref, commit }) : `${ref}\t${commit}`)
    }
  },
})
