import { defineCommand } from '@apt2ostree/cli-kit'
import { fsck as checkRepo } from '../fsck/fsck.js'
import { openRepo } from '../repo.js'
import { repoOption } from './repo-option.js'

export const fsck = defineCommand({
  name: 'fsck',
  describe: 'Hash every object and follow every ref; exit 1 when something is wrong',
  options: {
    repo: repoOption,
    json: { type: 'boolean', default: false, describe: 'Print a JSON object per problem' },
  },
  examples: ['ostree-repo fsck --repo repo', 'ostree-repo fsck --repo repo --json | jq -r .name'],
  async run({ repo, json }, context) {
    const report = await checkRepo(openRepo(repo), {
      onObject: (done, total) => context.progress('objects', done, total),
      signal: context.signal,
    })
    for (const problem of report.problems) {
      context.exitCode = 1
      const { name, kind, reason, neededBy } = problem
      if (json) await context.print(JSON.stringify(problem))
      else await context.print([kind, name, reason, ...neededBy].join('\t'))
    }
    const { objects, commits, problems } = report
    context.note(`${objects} objects, ${commits} commits, ${problems.length} problems`)
  },
})
