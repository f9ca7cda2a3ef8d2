import { defineCommand } from '@apt2ostree/cli-kit'
import { openRepo } from '@apt2ostree/ostree-repo'
import { ImageTree } from '@apt2ostree/ostree-tree'
import { lintTree } from '../lint/lint-tree.js'
import { repoOption, targetOption } from './repo-option.js'

/** Checks the tree of a commit; the answer is no when there is something to say about it. */
export const check = defineCommand({
  name: 'check',
  operands: '<rev>',
  describe: 'Say what keeps a tree from booting, upgrading or staying sound',
  positionals: {
    rev: { type: 'string', demandOption: true, describe: 'Commit of the deployable tree' },
  },
  options: {
    repo: repoOption,
    target: targetOption,
    json: { type: 'boolean', default: false, describe: 'Print a JSON object per line' },
  },
  examples: [
    'ostree-finalize check --repo repo nginx/deployable',
    'ostree-finalize check --repo repo --json os/debian/nginx | jq -r .path',
  ],
  async run(args, context) {
    const repo = openRepo(args.repo)
    const tree = new ImageTree(repo, repo.readRoot(repo.resolveRev(args.rev)))
    for await (const finding of lintTree(tree, args.target)) {
      context.exitCode = 1
      const { rule, path, reason, cure } = finding
      const line = args.json ? JSON.stringify(finding) : `${rule}: ${path}: ${reason}; ${cure}`
      await context.write(Buffer.from(`${line}\n`, 'latin1'))
    }
  },
})
