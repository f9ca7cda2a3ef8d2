import { defineCommand, UsageError } from '@apt2ostree/cli-kit'
import { prune as pruneRepo } from '../fsck/prune.js'
import { openRepo } from '../repo.js'
import { repoOption } from './repo-option.js'

export const prune = defineCommand({
  name: 'prune',
  describe: 'Remove the objects that no commit needs; nobody else may read or write meanwhile',
  options: {
    repo: repoOption,
    'refs-only': {
      type: 'boolean',
      default: false,
      describe: 'Keep only the commits that refs lead to',
    },
    depth: { type: 'string', describe: 'Keep so many ancestors of each commit; by default all' },
    'dry-run': { type: 'boolean', alias: 'n', default: false, describe: 'Only say what would go' },
    json: { type: 'boolean', default: false, describe: 'Print a JSON object' },
  },
  examples: [
    'ostree-repo prune --repo repo --refs-only --dry-run',
    'ostree-repo refs --repo repo --delete deb/images/old && ostree-repo prune --repo repo --refs-only',
  ],
  async run({ repo, 'refs-only': refsOnly, depth, 'dry-run': dryRun, json }, context) {
    if (depth !== undefined && !/^[0-9]+$/.test(depth)) {
      throw new UsageError(`"${depth}" is not a number of commits`)
    }
    const report = await pruneRepo(openRepo(repo), {
      refsOnly,
      dryRun,
      signal: context.signal,
      ...(depth === undefined ? {} : { depth: Number(depth) }),
    })
    const { objects, removed, bytes } = report
    if (json) await context.print(JSON.stringify(report))
    else context.note(`${removed} of ${objects} objects, ${bytes} bytes`)
  },
})
