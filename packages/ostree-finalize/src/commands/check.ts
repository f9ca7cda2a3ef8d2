import { type Context, defineCommand, UsageError } from '@apt2ostree/cli-kit'
import { openRepo } from '@apt2ostree/ostree-repo'
import { ImageTree } from '@apt2ostree/ostree-tree'
import { lintRules, lintTree } from '../lint/lint-tree.js'
import { repoOption, targetOption } from './repo-option.js'

/** Checks the tree of a commit; the answer is no when something fatal is to be said about it. */
export const check = defineCommand({
  name: 'check',
  operands: '[rev]',
  describe: 'Say what keeps a tree from booting, upgrading or staying sound',
  positionals: {
    rev: { type: 'string', describe: 'Commit of the deployable tree' },
  },
  options: {
    repo: { ...repoOption, demandOption: false },
    target: targetOption,
    skip: { type: 'string', array: true, describe: 'A rule that is not looked into' },
    'fatal-warnings': {
      type: 'boolean',
      default: false,
      describe: 'Take warnings for fatal, too',
    },
    list: { type: 'boolean', default: false, describe: 'Only list the rules' },
    json: { type: 'boolean', default: false, describe: 'Print a JSON object per line' },
  },
  examples: [
    'ostree-finalize check --repo repo nginx/deployable',
    'ostree-finalize check --repo repo --skip var-empty --json os/debian/nginx | jq -r .path',
  ],
  async run(args, context) {
    if (args.list) return listRules(args.json, context)
    const { rev, repo: path, skip = [] } = args
    if (rev === undefined) throw new UsageError('no commit given')
    if (path === undefined) throw new UsageError('no repo: give --repo or set OSTREE_REPO')
    const unknown = skip.find((name) => !lintRules.some((rule) => rule.name === name))
    if (unknown !== undefined) throw new UsageError(`there is no rule "${unknown}" to skip`)
    const repo = openRepo(path)
    const tree = new ImageTree(repo, repo.readRoot(repo.resolveRev(rev)))
    for await (const finding of lintTree(tree, args.target, skip)) {
      const { rule, severity, path, reason, cure } = finding
      if (severity === 'fatal' || args['fatal-warnings']) context.exitCode = 1
      const line = args.json
        ? JSON.stringify(finding)
        : `${severity}: ${rule}: ${path}: ${reason}; ${cure}`
      await context.write(Buffer.from(`${line}\n`, 'latin1'))
    }
  },
})

/** A line a rule: its name, its severity, its targets, what to do about it. */
async function listRules(json: boolean, context: Context): Promise<void> {
  for (const { name, severity, cure, targets = ['ostree', 'bootc'] } of lintRules) {
    const columns = [name, severity, targets.join(','), cure]
    await context.print(
      json ? JSON.stringify({ name, severity, targets, cure }) : columns.join('\t'),
    )
  }
}
